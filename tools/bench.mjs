/** `npm run bench`: bundles tools/bench and runs it. docs/performance.md explains what it prints. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runTool } from './build/tool.mjs';
import { requireNode } from './run.mjs';

requireNode();
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
await runTool('bench', process.argv.slice(2), [ownFolder]);
