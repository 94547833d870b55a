import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('embedded-postgres', import.meta.dirname);
