import { nodeProject } from '../../tools/jest/node-project.cjs';

export default nodeProject('e2e', import.meta.dirname, {
  testMatch: ['<rootDir>/**/*.e2e.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
  setupFilesAfterEnv: [],
});
