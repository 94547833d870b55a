import { UsageError } from '../command-line';
import { readOptions } from './options';

describe('the options of a campaign', () => {
  it('have defaults that make a full campaign', () => {
    expect(readOptions([])).toMatchObject({ seed: 1, calls: 2_000, faultCount: 200, relays: 2 });
  });

  it('take a list of faults, or none', () => {
    expect(readOptions(['--faults', 'kill-relay,reset']).faults).toEqual(['kill-relay', 'reset']);
    expect(readOptions(['--faults', 'none'])).toMatchObject({ faults: [], faultCount: 0 });
  });

  it.each([
    [['--calls', 'many'], '--calls: many is no whole number'],
    [['--relays', '3'], '--relays: 3 is no whole number from 1 to 2'],
    [['--faults', 'earthquake'], '--faults: earthquake is none of'],
    [['--storm'], '--storm'],
  ])('refuse %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
