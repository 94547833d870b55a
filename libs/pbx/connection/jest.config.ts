import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('pbx-connection', import.meta.dirname);
