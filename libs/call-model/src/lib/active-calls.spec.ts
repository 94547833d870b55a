import type { DnType } from '@3cx-relay/contracts';
import { partyFromText } from './active-calls';

const watched = new Map<string, DnType>([['800', 'queue']]);

describe('an end of a call as the list of active calls names it', () => {
  it.each([
    ['101 Ann Lee', { dn: '101', number: '101', name: 'Ann Lee', dnType: 'unknown' }],
    ['Ann Lee (101)', { dn: '101', name: 'Ann Lee' }],
    ['101', { dn: '101', name: null }],
    ['800 Sales', { dn: '800', dnType: 'queue' }],
    ['+442071234560', { dn: null, number: '+442071234560', dnType: 'trunk' }],
    ['+442071234560 (Ada)', { dn: null, number: '+442071234560', name: 'Ada' }],
  ])('%s is read', (text, party) => {
    expect(partyFromText(text, watched)).toMatchObject(party);
  });

  it.each([null, '', '   ', 'Ann'])('%s tells no number', (text) => {
    expect(partyFromText(text, watched)).toBeNull();
  });
});
