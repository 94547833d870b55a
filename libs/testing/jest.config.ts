import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('testing', import.meta.dirname);
