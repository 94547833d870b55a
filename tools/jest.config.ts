import { nodeProject } from './jest/node-project.cjs';

export default nodeProject('tools', import.meta.dirname);
