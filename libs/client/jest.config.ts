import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('client', import.meta.dirname);
