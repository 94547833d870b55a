import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('relay', import.meta.dirname);
