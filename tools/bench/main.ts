import 'reflect-metadata';
import { cpus } from 'node:os';
import { appends } from './appends';
import { catchUp } from './catch-up';
import { csvExport } from './csv-export';
import { dashboard } from './dashboard';
import { fanOut } from './fan-out';
import { keyChecks } from './key-checks';
import { liveModel } from './live-model';
import { type Group, report } from './measure';
import { simulatorLoad } from './simulator-load';
import { RestWorld } from './testing';

async function main(): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(`${cpus().length} cores, Node ${process.version}; clients and server share them.\n`);
  const told = (group: Group) => say(report([group]));
  // Parts can be named: `npm run bench -- simulator`.
  const isWanted = (part: string) => process.argv.length < 3 || process.argv.includes(part);
  // Only when it is named: it needs a browser and the built programs, and takes its time.
  if (process.argv.includes('dashboard')) told(await dashboard());
  if (isWanted('model')) told(liveModel());
  if (isWanted('simulator')) told(await simulatorLoad());
  if (!isWanted('relay')) return;
  told(await appends());
  const world = await RestWorld.start();
  try {
    for (const part of [keyChecks, fanOut, catchUp, csvExport]) told(await part(world));
  } finally {
    await world.stop();
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
