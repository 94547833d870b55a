import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('pbx-callcontrol', import.meta.dirname);
