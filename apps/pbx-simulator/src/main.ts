import { errorCode, errorMessage } from '@3cx-relay/util';
import { OptionError, readOptions } from './cli/options';
import { startSimulator } from './simulator';

/** The PBX simulator as a process: starts, prints its ready line, and stops when asked to. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if ('help' in options) {
    process.stdout.write(options.help);
    return;
  }
  const simulator = await startSimulator(options);
  const { https, http, db, ini } = simulator.facts;
  process.stdout.write(
    `simulator ready https=${https} http=${http} db=${db} ini=${ini} client=900\n`,
  );
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void simulator.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // A terminal sends Ctrl-C to npm as well, which hands it on: it comes twice.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Whoever forked us is gone: nobody is left to stop us.
  process.once('disconnect', stop);
}

main().catch((error: unknown) => {
  const port = (error as { port?: number }).port;
  const text =
    error instanceof OptionError
      ? error.message
      : errorCode(error) === 'EADDRINUSE'
        ? `port ${port ?? ''} is taken by another program: choose another with --port, --http-port, --db-port or --cdr-port (0 is a free one)`
        : errorMessage(error);
  process.stderr.write(`simulator: ${text}\n`);
  process.exit(1);
});
