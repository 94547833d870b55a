import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('config', import.meta.dirname);
