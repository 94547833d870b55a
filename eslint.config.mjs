import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { depConstraints } from './tools/eslint/boundaries.mjs';

const SPECS = [
  '**/*.spec.ts',
  '**/testing.ts',
  'libs/**/testing/**',
  'apps/**/testing/**',
  'libs/testing/**',
  'apps/e2e/**',
  'tools/agreement/**',
  'tools/bench/**',
  'tools/campaign/**',
];
/** Rooms of Angular; their templates are checked too, inline ones as well. */
const ANGULAR = ['apps/admin/src', 'libs/ui/src'];
/** Pure rooms: time and chance come in as data. */
const PURE = ['libs/contracts/src/**/*.ts', 'libs/call-model/src/**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      '**/generated/**',
      'tmp',
      'coverage',
      '.nx',
      '.angular',
      'data',
      'test-output',
      '**/*.cjs',
      '**/*.d.cts',
      'apps/pbx-simulator/assets/**',
      'docs/examples/**',
    ],
  },
  { plugins: { '@nx': nx } },
  {
    files: ['**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, ...tseslint.configs.recommendedTypeChecked, prettier],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints,
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Write a const list and derive the type.' },
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name; default exports are for configuration files.',
        },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Settings are read in libs/core/config alone.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@3cx-relay/testing', message: 'Builders of worlds are for specs alone.' },
          ],
        },
      ],
    },
  },
  {
    files: ANGULAR.map((room) => `${room}/**/*.ts`),
    ignores: SPECS,
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
  },
  {
    files: ANGULAR.map((room) => `${room}/**/*.html`),
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  {
    // A label round the control that it is given, which the rule cannot see.
    files: ['libs/ui/src/lib/parts/field.ts/*.html'],
    rules: { '@angular-eslint/template/label-has-associated-control': 'off' },
  },
  {
    files: PURE,
    ignores: SPECS,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', '@nestjs/*', '@angular/*', 'typeorm', 'pg'],
              message: 'This room is pure: it knows no framework and does no I/O.',
            },
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as data.' },
        { object: 'Math', property: 'random', message: 'Chance comes in as data.' },
      ],
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: [...SPECS, ...PURE, 'libs/util/**', 'libs/core/config/**', 'libs/ui/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Inject Random from @3cx-relay/util.' },
        {
          object: 'process',
          property: 'env',
          message: 'Settings are read in libs/core/config alone.',
        },
      ],
    },
  },
  {
    files: SPECS,
    rules: {
      // Specs may use the real database and builders of any room.
      '@nx/enforce-module-boundaries': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: [
      '**/jest.config.ts',
      'apps/*/src/main.ts',
      'libs/core/config/**/*.ts',
      'apps/*/src/cli/**',
    ],
    rules: {
      'no-restricted-syntax': 'off',
      'no-restricted-properties': 'off',
      'no-console': 'off',
      '@nx/enforce-module-boundaries': 'off',
    },
  },
  { files: ['**/jest.config.ts'], extends: [tseslint.configs.disableTypeChecked] },
);
