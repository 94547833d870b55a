/**
 * `npm run campaign -- --seed 1 --calls 2000 --faults all`: bundles tools/campaign and runs it
 * against the built programs.
 */
import { runTool } from './build/tool.mjs';
import { buildApps, requireNode } from './run.mjs';

requireNode();
await buildApps(['relay', 'pbx-simulator']);
await runTool('campaign', process.argv.slice(2));
