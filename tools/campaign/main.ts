import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../command-line';
import { type CampaignResult, median, runCampaign } from './campaign';
import { type CampaignOptions, readOptions, USAGE } from './options';
import { WRONGS } from './verdict';

/** How many of each wrong are told in full. */
const SHOWN = 8;

async function main(say: (line: string) => void): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const result = await runCampaign(options, say);
  process.stdout.write(`${report(options, result)}\n`);
  if (!hasFailed(result)) return 0;
  const file = path.resolve(`test-output/campaign-${options.seed}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result.evidence));
  process.stdout.write(`truth, log and output of the relays are in ${file}\n`);
  return 1;
}

function hasFailed({ verdicts, quietAfterMs }: CampaignResult): boolean {
  return (
    quietAfterMs === null || verdicts.some(({ wrongs }) => WRONGS.some((w) => wrongs[w].length))
  );
}

function report({ seed }: CampaignOptions, result: CampaignResult): string {
  const { calls, events, faults, verdicts, recoveries, memory, quietAfterMs, notes } = result;
  const kinds = [...faults].sort(([a], [b]) => a.localeCompare(b));
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  return [
    '',
    `seed ${seed}: ${calls} calls, ${events} events, ${total} faults`,
    `faults by kind: ${kinds.map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
    ...verdicts.map(({ witness, events: told, repeats, wrongs }) => {
      const figures = WRONGS.map((wrong) => `${wrong} ${wrongs[wrong].length}`).join(', ');
      return `${witness}: ${told} events (${repeats} repeated), ${figures}`;
    }),
    `time to recover: median ${seconds(median(recoveries))}, worst ${seconds(Math.max(0, ...recoveries))}`,
    `quiet after ${quietAfterMs === null ? 'never' : seconds(quietAfterMs)}`,
    ...memory.map(({ name, quarters }) => {
      const held = quarters.map((mib) => mib.toFixed(0)).join(', ');
      return `memory of ${name} after collections: ${held} MiB in the quarters of the run`;
    }),
    ...notes.map((note) => `note: ${note}`),
    ...verdicts.flatMap(({ witness, wrongs }) =>
      WRONGS.flatMap((wrong) =>
        wrongs[wrong].slice(0, SHOWN).map((text) => `${witness}: ${wrong}: ${text}`),
      ),
    ),
  ].join('\n');
}

runProgram(USAGE, main);
