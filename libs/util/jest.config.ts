import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('util', import.meta.dirname);
