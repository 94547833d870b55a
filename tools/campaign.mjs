/**
 * `npm run campaign -- --seed 1 --calls 2000 --faults all`: bundles tools/campaign and runs it
 * against the built programs.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { decoratorMetadata } from './build/decorator-metadata.mjs';
import { buildApps, requireNode, root, run } from './run.mjs';

requireNode();
await buildApps(['relay', 'pbx-simulator']);
// As deep below the root as libs/testing, which looks for the built programs from there.
const program = path.join(root, 'dist/tools/campaign/bundle/main.js');
await build({
  absWorkingDir: root,
  entryPoints: ['tools/campaign/main.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  packages: 'external',
  keepNames: true,
  sourcemap: true,
  logLevel: 'warning',
  plugins: [decoratorMetadata()],
  tsconfig: 'tsconfig.base.json',
});
const { code } = await run(process.execPath, [
  '--enable-source-maps',
  program,
  ...process.argv.slice(2),
]);
process.exit(code);
