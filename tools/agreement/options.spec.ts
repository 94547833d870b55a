import { UsageError } from '../command-line';
import { readOptions } from './options';

describe('the options of the agreement', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({
      calls: 1_000,
      seed: 1,
      speed: 10,
      atOnce: 40,
      scenarios: [],
    });
  });

  it('take a list of scenarios', () => {
    expect(readOptions(['--scenarios', 'queue,internal']).scenarios).toEqual(['queue', 'internal']);
  });

  it.each([
    [['--calls', '0'], '--calls: 0 is no whole number'],
    [['--speed', 'fast'], '--speed: fast is no whole number'],
    [['--at-once', '501'], '--at-once: 501 is no whole number from 1 to 500'],
    [['--colour', 'red'], '--colour'],
  ])('refuse %j by name', (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
