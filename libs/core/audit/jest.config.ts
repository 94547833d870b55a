import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('audit', import.meta.dirname);
