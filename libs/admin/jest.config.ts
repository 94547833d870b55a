import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('admin', import.meta.dirname);
