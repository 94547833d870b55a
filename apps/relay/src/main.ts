import 'reflect-metadata';
import { startRelay } from './startup/start-relay';
import { StartupError } from './startup/startup-error';

/** Who stops us kills us after ten seconds; this tells that it came to that. */
const STOP_LIMIT_MS = 9_500;

/** The relay as a process: starts, prints its block, and stops on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  requireNode();
  const relay = await startRelay(process.env, process.cwd());
  process.stdout.write(`${relay.block}\n`);
  let stopping = false;
  const stop = (reason: string, status: number) => {
    if (stopping) return;
    stopping = true;
    if (reason) process.stderr.write(`${reason}\n`);
    setTimeout(() => {
      process.stderr.write('Something did not end in time; what waited is on disk.\n');
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    void relay.stop().then(
      () => process.exit(status),
      () => process.exit(1),
    );
  };
  // A terminal sends Ctrl-C to npm as well, which hands it on: it comes twice.
  process.on('SIGINT', () => stop('', 0));
  process.on('SIGTERM', () => stop('', 0));
  relay.onFatal((reason) => stop(reason, 1));
}

main().catch((error: unknown) => {
  const lines = error instanceof StartupError ? error.lines : [String(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
});

/** Outside npm the system's Node.js may be older than the one that `npm ci` brings. */
function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return;
  throw new StartupError([
    `3cx-relay needs Node.js 24.15 or newer, this is ${process.version}: start it with npm start, or with node_modules/.bin/node.`,
  ]);
}
