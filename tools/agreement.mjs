/**
 * `npm run agreement -- --calls 1000 --seed 1 --speed 10`: bundles tools/agreement and runs it
 * against the built simulator. With `--no-build` the simulator in dist is taken as it is.
 */
import { runTool } from './build/tool.mjs';
import { buildApps, requireNode } from './run.mjs';

requireNode();
const args = process.argv.slice(2).filter((argument) => argument !== '--no-build');
if (args.length === process.argv.length - 2) await buildApps(['pbx-simulator']);
await runTool('agreement', args);
