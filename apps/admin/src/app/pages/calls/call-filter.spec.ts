import type { Call } from '@3cx-relay/ui';
import { type CallFilter, filterCalls } from './call-filter';

const ALL: CallFilter = { search: '', state: '', direction: '' };

const party = (name: string, number: string) => ({ type: 'extension', name, number, dn: number });

function aCall(more: Partial<Record<keyof Call, unknown>>): Call {
  return {
    ...{ callId: 'one', state: 'ringing', direction: 'internal' },
    ...{ caller: party('Ann Archer', '100'), callee: party('Ben Baker', '101') },
    ...{ answeredBy: null, participants: [], queue: null, did: null, trunk: null },
    ...more,
  } as unknown as Call;
}

describe('the filter of the calls board', () => {
  const ringing = aCall({ callId: 'ringing' });
  const inbound = aCall({
    ...{ callId: 'inbound', state: 'connected', direction: 'inbound', did: '+4930123456' },
    ...{ queue: '801', participants: [party('Cleo Carter', '102')] },
  });
  const found = (filter: Partial<CallFilter>) =>
    filterCalls([ringing, inbound], { ...ALL, ...filter }).map(({ callId }) => callId);

  it('lets everything through until something is chosen', () => {
    expect(found({})).toEqual(['ringing', 'inbound']);
    expect(found({ search: '  ' })).toEqual(['ringing', 'inbound']);
  });

  it('finds every word somewhere in the call, whatever its case and order', () => {
    expect(found({ search: 'BAKER ann' })).toEqual(['ringing', 'inbound']);
    expect(found({ search: 'carter' })).toEqual(['inbound']);
    expect(found({ search: 'ann nobody' })).toEqual([]);
  });

  it('finds calls by DID and queue, too', () => {
    expect(found({ search: '4930123' })).toEqual(['inbound']);
    expect(found({ search: '801' })).toEqual(['inbound']);
  });

  it('wants state, direction and words together', () => {
    expect(found({ state: 'connected', direction: 'inbound' })).toEqual(['inbound']);
    expect(found({ state: 'ringing', direction: 'inbound' })).toEqual([]);
    expect(found({ state: 'ringing', search: 'carter' })).toEqual([]);
  });
});
