import { durationMs, toUtc } from './odata';

describe('durationMs', () => {
  it.each([
    ['PT1M1.432135S', 61_432.135],
    ['PT0S', 0],
    ['P1DT2H', 93_600_000],
    ['-PT5S', -5_000],
    ['PT4.5S', 4_500],
  ])('reads %s', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['P', '', '5', '00:01:00'])('does not read %j', (text) => {
    expect(durationMs(text)).toBeNull();
  });
});

describe('toUtc', () => {
  it.each([
    ['2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00.123456789012Z', '2026-01-01T10:00:00.123456Z'],
    ['2026-01-01T10:00:00.5+02:00', '2026-01-01T08:00:00.500Z'],
    ['2026-01-01T10:00:00', '2026-01-01T10:00:00.000Z'],
    ['0001-01-01T00:00:00Z', null],
    ['yesterday', null],
  ])('reads %s as %s', (text, time) => {
    expect(toUtc(text)).toBe(time);
  });
});
