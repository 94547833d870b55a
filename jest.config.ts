import { globSync } from 'node:fs';
import type { Config } from 'jest';

/** Every project that has a jest.config.ts of its own. `apps/e2e` needs built programs: `npm test` runs it. */
const config: Config = {
  projects: globSync('{apps,libs,tools}/**/jest.config.ts', {
    exclude: (path) => /node_modules|apps[\\/]e2e/.test(path),
  }).map((file) => `<rootDir>/${file}`),
};

export default config;
