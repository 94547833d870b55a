import { RelayError } from '@3cx-relay/contracts';
import { refuseUnstorable } from './storable-text';

describe('input that cannot be stored', () => {
  it.each([
    ['text with NUL', { number: 'a\u0000b' }, 'number'],
    ['half of a surrogate pair', { name: 'a\ud800' }, 'name'],
    ['a name with NUL', { settings: { 'a\u0000b': 1 } }, 'settings'],
    ['text with NUL within', { a: [{ b: '\u0000' }] }, 'a.0.b'],
  ])('is refused: %s', (_what, input, field) => {
    let thrown: unknown;
    try {
      refuseUnstorable(input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RelayError);
    expect((thrown as RelayError).errors?.map((error) => error.field)).toEqual([field]);
  });

  it('is refused when it is nested without end', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i += 1) deep = [deep];
    expect(() => refuseUnstorable(deep)).toThrow(/nested too deeply/);
  });

  it('is nothing else', () => {
    for (const input of [undefined, null, '', 'text', '\\u0000', 1, { a: ['b', null] }]) {
      expect(() => refuseUnstorable(input)).not.toThrow();
    }
  });
});
