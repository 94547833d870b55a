import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('pbx-simulator', import.meta.dirname);
