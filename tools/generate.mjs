/**
 * `npm run generate`: writes everything that is made from the code: settings and errors pages, the
 * published API descriptions, and the typed client of the dashboard. With `--check` nothing may
 * have changed.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { decoratorMetadata } from './build/decorator-metadata.mjs';
import { bin, requireNode, root, run } from './run.mjs';

requireNode();
const MADE = [
  '.env.example',
  'docs/settings.md',
  'docs/errors.md',
  'docs/api',
  'libs/ui/src/generated',
  'libs/client/src/generated',
];

const folder = path.join(root, 'tmp/generate');
mkdirSync(folder, { recursive: true });
const program = path.join(folder, 'descriptions.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['tools/generate/descriptions.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  packages: 'external',
  keepNames: true,
  logLevel: 'warning',
  plugins: [decoratorMetadata()],
  tsconfig: 'tsconfig.base.json',
});
await must(process.execPath, [program, root]);
await must(process.execPath, [path.join(root, 'tools/generate/api-client.mjs')]);
await must(bin('prettier'), [
  '--write',
  '--log-level',
  'warn',
  'docs/settings.md',
  'docs/errors.md',
]);
rmSync(folder, { recursive: true, force: true });

if (process.argv.includes('--check')) {
  const { output } = await run('git', ['status', '--porcelain', '--', ...MADE], { quiet: true });
  if (output.trim() !== '') {
    console.error(`These files are out of date; run npm run generate and commit them:\n${output}`);
    process.exit(1);
  }
}

async function must(command, args) {
  const { code } = await run(command, args);
  if (code !== 0) process.exit(code);
}
