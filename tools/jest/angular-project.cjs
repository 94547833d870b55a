'use strict';
const path = require('node:path');
const { moduleNameMapper } = require('./node-project.cjs');

/**
 * The Jest configuration of a project with Angular components.
 * @param {string} displayName the Nx project name
 * @param {string} rootDir the project's folder, with its tsconfig.spec.json and test-setup.ts
 */
function angularProject(displayName, rootDir) {
  return {
    displayName,
    rootDir,
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
          tsconfig: path.join(rootDir, 'tsconfig.spec.json'),
          stringifyContentPathRegex: '\\.(html|svg)$',
          diagnostics: false,
        },
      ],
    },
  };
}

module.exports = { angularProject };
