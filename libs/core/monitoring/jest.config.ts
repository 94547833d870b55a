import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('monitoring', import.meta.dirname);
