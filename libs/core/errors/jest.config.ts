import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('errors', import.meta.dirname);
