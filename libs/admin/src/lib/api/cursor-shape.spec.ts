import { encodeCursor } from '@3cx-relay/store';
import { checkCursor, CURSORS } from './cursor-shape';

const refused = expect.objectContaining({ code: 'INVALID_REQUEST' });

describe('checkCursor', () => {
  it('lets pass what a list has given, and nothing at all', () => {
    expect(() => checkCursor(undefined, CURSORS.byRow)).not.toThrow();
    expect(() => checkCursor(encodeCursor(['42']), CURSORS.byRow)).not.toThrow();
    const both = encodeCursor(['2026-01-31T10:00:00.000Z', '42']);
    expect(() => checkCursor(both, CURSORS.byTimeAndRow)).not.toThrow();
  });

  it('refuses everything else', () => {
    for (const values of [['x'], ['1'.repeat(19)], ['1', '2'], [-1], [1.5], []]) {
      expect(() => checkCursor(encodeCursor(values), CURSORS.byRow)).toThrow(refused);
    }
    for (const time of ['yesterday', '2026-13-31T10:00:00.000Z', 7]) {
      expect(() => checkCursor(encodeCursor([time, '1']), CURSORS.byTimeAndRow)).toThrow(refused);
    }
    expect(() => checkCursor('no cursor', CURSORS.byRow)).toThrow(refused);
  });
});
