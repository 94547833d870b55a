import { parseArgs } from 'node:util';
import { orUsageError, wholeNumber } from '../command-line';

export interface AgreementOptions {
  /** Calls that are started, spread evenly over the scenarios. */
  readonly calls: number;
  readonly seed: number;
  /** How much faster than real time the simulator lives. */
  readonly speed: number;
  /** How many calls may live at the same time. */
  readonly atOnce: number;
  /** The scenarios to run; none means all that the simulator knows. */
  readonly scenarios: readonly string[];
}

export const USAGE =
  'usage: node tools/agreement.mjs [--calls 1000] [--seed 1] [--speed 10] [--at-once 40] [--scenarios all|NAME,NAME]';

/** @throws UsageError naming the option at fault */
export function readOptions(args: readonly string[]): AgreementOptions {
  const values = parse(args);
  return {
    calls: wholeNumber('--calls', values.calls, 1, 1_000_000),
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    speed: wholeNumber('--speed', values.speed, 1, 1_000),
    atOnce: wholeNumber('--at-once', values['at-once'], 1, 500),
    scenarios: values.scenarios === 'all' ? [] : values.scenarios.split(','),
  };
}

function parse(args: readonly string[]) {
  return orUsageError(
    () =>
      parseArgs({
        args: [...args],
        options: {
          calls: { type: 'string', default: '1000' },
          seed: { type: 'string', default: '1' },
          speed: { type: 'string', default: '10' },
          'at-once': { type: 'string', default: '40' },
          scenarios: { type: 'string', default: 'all' },
        },
      }).values,
  );
}
