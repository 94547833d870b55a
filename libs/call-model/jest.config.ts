import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('call-model', import.meta.dirname);
