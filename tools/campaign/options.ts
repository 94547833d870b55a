import { parseArgs } from 'node:util';
import { orUsageError, UsageError, wholeNumber } from '../command-line';
import { FAULTS, type FaultName } from './faults';

export interface CampaignOptions {
  readonly seed: number;
  /** Finished calls at least. */
  readonly calls: number;
  /** Faults at least. */
  readonly faultCount: number;
  readonly faults: readonly FaultName[];
  readonly relays: 1 | 2;
  readonly callsPerMinute: number;
}

export const USAGE =
  'usage: npm run campaign -- [--seed 1] [--calls 2000] [--fault-count 200] [--faults all|none|KIND,KIND] [--relays 1|2] [--calls-per-minute 1200]';

/** @throws UsageError naming the option at fault */
export function readOptions(args: readonly string[]): CampaignOptions {
  const { values } = parse(args);
  const calls = wholeNumber('--calls', values.calls, 1, 1_000_000);
  const faults = faultsOf(values.faults);
  const relays = wholeNumber('--relays', values.relays, 1, 2);
  return {
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    calls,
    faults,
    faultCount:
      faults.length === 0 ? 0 : wholeNumber('--fault-count', values['fault-count'], 0, 100_000),
    relays: relays === 1 ? 1 : 2,
    callsPerMinute: wholeNumber('--calls-per-minute', values['calls-per-minute'], 1, 6_000),
  };
}

function parse(args: readonly string[]) {
  return orUsageError(() =>
    parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        calls: { type: 'string', default: '2000' },
        faults: { type: 'string', default: 'all' },
        'fault-count': { type: 'string', default: '200' },
        relays: { type: 'string', default: '2' },
        'calls-per-minute': { type: 'string', default: '1200' },
      },
    }),
  );
}

function faultsOf(text: string): FaultName[] {
  const known = Object.keys(FAULTS) as FaultName[];
  if (text === 'all') return known;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (!found) throw new UsageError(`--faults: ${name} is none of ${known.join(', ')}`);
    return found;
  });
}
