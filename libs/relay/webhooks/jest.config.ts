import { nodeProject } from '../../../tools/jest/node-project.cjs';

export default nodeProject('webhooks', import.meta.dirname);
