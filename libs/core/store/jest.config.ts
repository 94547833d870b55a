import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('store', import.meta.dirname);
