import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('live-calls', import.meta.dirname);
