import type { Principal } from '@3cx-relay/api-keys';
import { historyQuerySchema, parseInput, RelayError } from '@3cx-relay/contracts';
import { toHistorySearch } from './history-search';

const anybody: Principal = {
  keyId: 'k',
  clientName: 'c',
  scopes: new Set(),
  dns: null,
  rateLimitPerMinute: 0,
};
const search = (query: object, principal = anybody) =>
  toHistorySearch(parseInput(historyQuerySchema, query), principal);

describe('a search in the history', () => {
  it('takes a date alone as the whole day in UTC', () => {
    expect(search({ start: '2026-01-31', end: '2026-01-31' })).toEqual({
      start: '2026-01-31T00:00:00.000Z',
      end: '2026-02-01T00:00:00.000Z',
    });
  });

  it('takes a time as it is, whatever its offset', () => {
    expect(search({ start: '2026-01-31T02:00:00+02:00' })).toEqual({
      start: '2026-01-31T00:00:00.000Z',
    });
  });

  it.each([
    [{ start: '2026-02-30' }],
    [{ start: 'yesterday' }],
    [{ start: '2026-01-31T02:00:00' }],
    [{ number: '12' }],
    [{ limit: '0' }],
    [{ limit: '1001' }],
    [{ answered: 'yes' }],
    [{ unknown: '1' }],
  ])('refuses %j', (query) => {
    expect(() => search(query)).toThrow(RelayError);
  });

  it('refuses an end before the start', () => {
    expect(() => search({ start: '2026-02-01', end: '2026-01-01' })).toThrow(/before start/);
  });

  it('carries the restriction of the key', () => {
    const restricted = { ...anybody, dns: ['101' as never] };
    expect(search({}, restricted)).toEqual({ visibleDns: ['101'] });
  });
});
