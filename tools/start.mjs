import { buildApps, requireNode } from './run.mjs';

requireNode();
await buildApps(['relay', 'pbx-simulator', 'admin']);
// In this process, so that Ctrl-C and SIGTERM reach the relay itself.
await import('../dist/apps/relay/main.js');
