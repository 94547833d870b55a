import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('streaming', import.meta.dirname);
