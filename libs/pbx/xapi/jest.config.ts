import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('pbx-xapi', import.meta.dirname);
