import fc from 'fast-check';
import { formatDuration, parseDate, parseDuration, parseInstant, parseTime } from './temporal';

describe('times', () => {
  it('are read with offset and up to twelve fraction digits', () => {
    expect(parseInstant('2026-03-01T12:00:00Z')).toBe(Date.parse('2026-03-01T12:00:00Z'));
    expect(parseInstant('2026-03-01T14:00:00+02:00')).toBe(Date.parse('2026-03-01T12:00:00Z'));
    expect(parseInstant('2026-03-01T12:00:00.123456789012Z')).toBeCloseTo(
      Date.parse('2026-03-01T12:00:00.123Z') + 0.456,
      1,
    );
    expect(parseTime('7:05:09')).toBe(25_509);
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-01-01',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00',
    'today',
    '',
  ])('refuse %s as an instant', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('refuse days that do not exist', () => {
    expect(parseDate('2026-02-30')).toBeUndefined();
    expect(parseDate('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(parseTime('24:00')).toBeUndefined();
  });

  it('agree with what the language makes of any moment', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBeCloseTo(date.getTime(), 3);
        },
      ),
    );
  });
});

describe('durations', () => {
  it.each([
    [0, 'PT0S'],
    [1_432, 'PT1.432S'],
    [61_000, 'PT1M1S'],
    [3_600_000, 'PT1H'],
    [-5, 'PT0S'],
  ])('of %s milliseconds read %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBeCloseTo(milliseconds / 1_000, 6);
      }),
    );
  });

  it.each(['P', 'PT', '1M', 'PT1X', ''])('refuse %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
