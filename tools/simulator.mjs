import { buildApps, requireNode } from './run.mjs';

requireNode();
await buildApps(['pbx-simulator']);
await import('../dist/apps/pbx-simulator/main.js');
