import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('pbx-database', import.meta.dirname);
