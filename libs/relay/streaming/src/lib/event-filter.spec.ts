import type { Principal } from '@3cx-relay/api-keys';
import { type Dn, type EventType, toSequence } from '@3cx-relay/contracts';
import { type EventFilter, matchesFilter, type StoredEvent } from '@3cx-relay/event-log';
import { toFilter } from './event-filter';

const dns = (...list: string[]) => list as Dn[];
const principal = (allowed: readonly Dn[] | null): Principal => ({
  keyId: 'k',
  clientName: 'c',
  scopes: new Set(),
  dns: allowed,
  rateLimitPerMinute: 0,
});
const event = (type: EventType, of: readonly Dn[] | null): StoredEvent => ({
  sequence: toSequence(1),
  id: 'id',
  type,
  callId: null,
  dns: of,
  time: '2026-01-01T00:00:00.000Z',
  json: '{}',
});
const passes = (filter: EventFilter, one: StoredEvent) => matchesFilter(one, filter);

describe('the filter of a subscription', () => {
  it('lets everything through when nothing was asked for', () => {
    const filter = toFilter({}, principal(null));
    expect(passes(filter, event('call.started', dns('101')))).toBe(true);
  });

  it('takes an empty list for no filter', () => {
    const filter = toFilter({ types: [], dn: [] }, principal(null));
    expect(passes(filter, event('call.started', dns('101')))).toBe(true);
  });

  it('knows patterns of types', () => {
    const filter = toFilter({ types: ['call.participant.*'] }, principal(null));
    expect(passes(filter, event('call.participant.left', null))).toBe(true);
    expect(passes(filter, event('call.ended', null))).toBe(false);
  });

  it('lets a call through when one of the DNs took part', () => {
    const filter = toFilter({ dn: dns('101', '102') }, principal(null));
    expect(passes(filter, event('call.ended', dns('102', '800')))).toBe(true);
    expect(passes(filter, event('call.ended', dns('103')))).toBe(false);
  });

  it('never shows a restricted key a call of other DNs, even when it asks for them', () => {
    const filter = toFilter({ dn: dns('103') }, principal(dns('101')));
    expect(passes(filter, event('call.ended', dns('103')))).toBe(false);
  });

  it('shows a restricted key a call of its DN that the filter asks for by another', () => {
    const filter = toFilter({ dn: dns('103') }, principal(dns('101')));
    expect(passes(filter, event('call.ended', dns('101', '103')))).toBe(true);
  });

  it('shows events that belong to no DN to everyone', () => {
    const filter = toFilter({ dn: dns('103') }, principal(dns('101')));
    expect(passes(filter, event('connection.changed', null))).toBe(true);
  });

  it('hides every call from a key restricted to no DN at all', () => {
    const filter = toFilter({}, principal([]));
    expect(passes(filter, event('call.ended', dns('101')))).toBe(false);
  });
});
