import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('contracts', import.meta.dirname);
