import type { Party } from '@3cx-relay/ui';
import { partyParts, partyText } from './call-words';

const aParty = (known: Partial<Party>): Party => ({
  ...{ number: null, name: null, dn: null, dnType: null },
  ...known,
});

describe('the words for a party', () => {
  it('are name and number, each for itself where one may be cut', () => {
    const party = aParty({ name: 'ACME Ltd.', number: '+493012345678' });
    expect(partyText(party)).toBe('ACME Ltd. (+493012345678)');
    expect(partyParts(party)).toEqual({ name: 'ACME Ltd.', figures: '(+493012345678)' });
  });

  it('say a name that is the number once, as a number', () => {
    const party = aParty({ name: '101', dn: '101' });
    expect(partyText(party)).toBe('101');
    expect(partyParts(party)).toEqual({ name: '', figures: '101' });
  });

  it('are what is known, and say when nothing is', () => {
    expect(partyText(aParty({ dn: '800' }))).toBe('800');
    expect(partyText(aParty({ name: 'Sales' }))).toBe('Sales');
    expect(partyText(aParty({}))).toBe('Unknown');
  });
});
