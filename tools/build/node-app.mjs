/**
 * Bundles one Node app: `node tools/build/node-app.mjs relay` makes dist/apps/relay/main.js.
 * Packages stay outside the bundle. Types are checked by `npm run lint`, not here, so that
 * `npm start` after a change takes seconds.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { decoratorMetadata } from './decorator-metadata.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const app = process.argv[2];
if (!app || !existsSync(path.join(root, 'apps', app, 'src/main.ts'))) {
  console.error('usage: node tools/build/node-app.mjs APP, where apps/APP/src/main.ts exists');
  process.exit(2);
}

const outdir = path.join(root, 'dist/apps', app);
rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [`apps/${app}/src/main.ts`],
  outfile: path.join(outdir, 'main.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  packages: 'external',
  sourcemap: true,
  keepNames: true,
  logLevel: 'warning',
  plugins: [decoratorMetadata()],
  // An alias of tsconfig.base.json is ours, not a package: bundle it.
  tsconfig: 'tsconfig.base.json',
});

const assets = path.join(root, 'apps', app, 'assets');
if (existsSync(assets)) cpSync(assets, path.join(outdir, 'assets'), { recursive: true });
