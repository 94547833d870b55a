import { notWatchedText } from './connection-card';

describe('notWatchedText', () => {
  it('tells unknown, none and some apart', () => {
    expect(notWatchedText(null)).toBe('–');
    expect(notWatchedText([])).toBe('none');
    expect(notWatchedText(['901'])).toBe('1 (901)');
  });

  it('names no more than a card can hold, but counts them all', () => {
    const dns = Array.from({ length: 40 }, (_, i) => String(200 + i));
    expect(notWatchedText(dns)).toBe('40 (200, 201, 202, 203, 204, 205, 206, 207, …)');
  });
});
