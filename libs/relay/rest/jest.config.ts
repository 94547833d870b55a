import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('rest', import.meta.dirname);
