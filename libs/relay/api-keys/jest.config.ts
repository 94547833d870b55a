import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('api-keys', import.meta.dirname);
