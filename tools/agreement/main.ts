import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../command-line';
import { type Agreement, PARTS, runAgreement } from './agreement';
import { type AgreementOptions, readOptions, USAGE } from './options';

/** How many disagreements of each part are told in full. */
const SHOWN = 20;

async function main(say: (line: string) => void): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const result = await runAgreement(options, say);
  process.stdout.write(`${report(options, result)}\n`);
  if (result.disagreements.length === 0 && result.calls >= options.calls) return 0;
  const file = path.resolve(`test-output/agreement-${options.seed}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result.doubtful, null, 2));
  process.stdout.write(`truth and rows of these calls are in ${file}\n`);
  return 1;
}

function report({ seed, speed }: AgreementOptions, result: Agreement): string {
  const { calls, started, outcomes, figures, disagreements } = result;
  const [median, worst] = figures.lagMs;
  const line = (name: string, value: string) => `${name.padEnd(16)}${value}`;
  return [
    '',
    line('truth', `${calls} calls (seed ${seed}, speed ${speed})`),
    line('scenarios', counts(started)),
    line('outcomes', counts(outcomes)),
    line(
      'Call Control',
      `${figures.frames} frames, ${figures.legs} legs, ${figures.unread} gone before they were read`,
    ),
    line(
      'seen after',
      `${median.toFixed(0)} ms at the median, ${worst.toFixed(0)} ms at the worst`,
    ),
    line('cdroutput', `${figures.rows} rows`),
    line('call log', `${figures.items} items`),
    ...PARTS.map((part) => {
      const found = disagreements.filter((one) => one.part === part);
      return line(part, `${found.length} disagreements`);
    }),
    ...PARTS.flatMap((part) =>
      disagreements
        .filter((one) => one.part === part)
        .slice(0, SHOWN)
        .map(({ callId, text }) => `${part}: ${callId === null ? '' : `call ${callId}: `}${text}`),
    ),
  ].join('\n');
}

function counts(of: ReadonlyMap<string, number>): string {
  return [...of].map(([name, count]) => `${name} ${count}`).join(', ');
}

runProgram(USAGE, main);
