import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('event-log', import.meta.dirname);
