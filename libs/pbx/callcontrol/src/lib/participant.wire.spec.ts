import { isHelperLeg, participantWire, toParticipant } from './participant.wire';

/** The one real answer that is public. */
const REAL = {
  id: 6,
  status: 'Connected',
  dn: '209',
  party_caller_name: 'Some One',
  party_dn: '101',
  party_caller_id: '101',
  party_did: '',
  device_id: 'sip:209@127.0.0.1:5483',
  party_dn_type: 'Wextension',
  direct_control: false,
  originated_by_dn: '',
  originated_by_type: 'None',
  referred_by_dn: '',
  referred_by_type: 'None',
  on_behalf_of_dn: '800',
  on_behalf_of_type: 'Wqueue',
  callid: 2,
  legid: 2,
};

const read = (more: object = {}) =>
  toParticipant(participantWire.parse({ ...REAL, ...more }), 'extension');

describe('toParticipant', () => {
  it('reads a real answer', () => {
    expect(read()).toEqual({
      dn: '209',
      dnType: 'extension',
      participantId: 6,
      status: 'connected',
      callId: 2,
      legId: 2,
      deviceId: 'sip:209@127.0.0.1:5483',
      directControl: false,
      party: { dn: '101', dnType: 'extension', number: '101', name: 'Some One', did: null },
      originatedBy: null,
      referredBy: null,
      onBehalfOf: { dn: '800', dnType: 'queue' },
    });
  });

  it.each([
    ['Wroutepoint', 'routePoint'],
    ['Wivr', 'ivr'],
    ['Wexternalline', 'trunk'],
    ['Wspecialmenu', 'voicemail'],
    ['Wparkextension', 'parking'],
    ['Wsomethingnew', 'unknown'],
    ['None', null],
    [null, null],
  ])('reads the type %s as %s', (wire, dnType) => {
    expect(read({ party_dn_type: wire }).party.dnType).toBe(dnType);
  });

  it('takes numbers as text and text as numbers', () => {
    expect(read({ id: '6', callid: '2', dn: 209, party_caller_id: 101 })).toMatchObject({
      participantId: 6,
      callId: 2,
      dn: '209',
      party: { number: '101' },
    });
  });

  it('does without fields that older versions do not send', () => {
    const bare = participantWire.parse({ id: 1, status: 'ringing', dn: '101', callid: 3 });
    expect(toParticipant(bare, null)).toMatchObject({
      status: 'ringing',
      referredBy: null,
      directControl: null,
    });
  });

  it('knows helper legs by the missing call number', () => {
    expect(isHelperLeg(participantWire.parse({ ...REAL, callid: 0 }))).toBe(true);
    expect(isHelperLeg(participantWire.parse(REAL))).toBe(false);
  });

  it('refuses a status that it does not know', () => {
    expect(participantWire.safeParse({ ...REAL, status: 'Levitating' }).success).toBe(false);
  });
});
