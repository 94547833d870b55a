import path from 'node:path';
import { moduleNameMapper } from '../../tools/jest/node-project.cjs';

export default {
  displayName: 'admin-ui',
  rootDir: import.meta.dirname,
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleNameMapper: moduleNameMapper(),
  setupFilesAfterEnv: ['<rootDir>/test-setup.ts'],
  // Angular's own modules are ESM and load as they are; ours alone are compiled.
  transformIgnorePatterns: ['/node_modules/'],
  transform: {
    '\\.(ts|html)$': [
      'jest-preset-angular',
      {
        tsconfig: path.join(import.meta.dirname, 'tsconfig.spec.json'),
        stringifyContentPathRegex: '\\.(html|svg)$',
        diagnostics: false,
      },
    ],
  },
};
