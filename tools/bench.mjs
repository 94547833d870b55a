/** `npm run bench`: bundles tools/bench and runs it. docs/performance.md explains what it prints. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { decoratorMetadata } from './build/decorator-metadata.mjs';
import { requireNode, root, run } from './run.mjs';

requireNode();
const program = path.join(root, 'dist/tools/bench/main.js');
/** The worlds of the specs look for files next to their own source. */
const ownFolder = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /testing[\\/][\w-]+\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replaceAll(
        '__dirname',
        JSON.stringify(path.dirname(file)),
      ),
      loader: 'ts',
    }));
  },
};
await build({
  absWorkingDir: root,
  entryPoints: ['tools/bench/main.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  packages: 'external',
  keepNames: true,
  sourcemap: true,
  logLevel: 'warning',
  plugins: [ownFolder, decoratorMetadata()],
  tsconfig: 'tsconfig.base.json',
});
const { code } = await run(process.execPath, ['--enable-source-maps', program]);
process.exit(code);
