/**
 * `node tools/agreement.mjs --calls 1000 --seed 1 --speed 10`: bundles tools/agreement and runs it
 * against the built simulator. With `--no-build` the simulator in dist is taken as it is.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { decoratorMetadata } from './build/decorator-metadata.mjs';
import { buildApps, requireNode, root, run } from './run.mjs';

requireNode();
const args = process.argv.slice(2).filter((argument) => argument !== '--no-build');
if (args.length === process.argv.length - 2) await buildApps(['pbx-simulator']);
// As deep below the root as libs/testing, which looks for the built programs from there.
const program = path.join(root, 'dist/tools/agreement/bundle/main.js');
await build({
  absWorkingDir: root,
  entryPoints: ['tools/agreement/main.ts'],
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
const { code } = await run(process.execPath, ['--enable-source-maps', program, ...args]);
process.exit(code);
