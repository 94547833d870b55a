'use strict';
const path = require('node:path');
const { readFileSync } = require('node:fs');

const root = path.resolve(__dirname, '../..');

/** Path aliases of tsconfig.base.json as Jest wants them: one list of aliases for everybody. */
function moduleNameMapper() {
  const { compilerOptions } = JSON.parse(
    readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8'),
  );
  return Object.fromEntries(
    Object.entries(compilerOptions.paths).map(([alias, [file]]) => [
      `^${alias}$`,
      path.join(root, file),
    ]),
  );
}

/**
 * The Jest configuration of a project that runs on Node.
 * @param {string} displayName the Nx project name
 * @param {string} rootDir the project's folder
 * @param {object} [extra] what this project needs besides
 */
function nodeProject(displayName, rootDir, extra = {}) {
  return {
    displayName,
    rootDir,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '\\.e2e\\.spec\\.ts$'],
    moduleNameMapper: moduleNameMapper(),
    setupFiles: [path.join(__dirname, 'setup.cjs')],
    setupFilesAfterEnv: [path.join(__dirname, 'limits.cjs')],
    transform: {
      '\\.ts$': [
        'ts-jest',
        {
          tsconfig: path.join(root, 'tools/jest/tsconfig.spec.json'),
          // Types are checked once for the whole tree by `npm run lint`.
          diagnostics: false,
        },
      ],
    },
    ...extra,
  };
}

module.exports = { nodeProject, moduleNameMapper, root };
