import type { CallId, DnType } from '@3cx-relay/contracts';
import { atSecond } from '../testing';
import type { Call } from './call';
import { blankCall } from './first-dialled';
import { outcomeOf } from './outcome';
import { newParticipant } from './participants';

function aCall(more: Partial<Call> = {}): Call {
  return { ...blankCall('call' as CallId, [1], atSecond(0)), emptySince: atSecond(60), ...more };
}

function somebody(dnType: DnType, leftAt: number | null, rang = true) {
  const party = { external: false, dn: '1', dnType, number: '1', name: null, trunk: null };
  return {
    ...newParticipant('1', party, leftAt === null ? ('connected' as const) : ('left' as const)),
    leftAt: leftAt === null ? null : atSecond(leftAt),
    directControl: rang ? false : null,
  };
}

describe('the outcome of a call that ended', () => {
  it.each([
    ['answered', aCall({ answeredAt: atSecond(3), participants: [somebody('voicemail', null)] })],
    ['voicemail', aCall({ queue: '800', participants: [somebody('voicemail', null)] })],
    ['abandoned', aCall({ participants: [somebody('queue', 59), somebody('extension', 58)] })],
    ['abandoned', aCall({ participants: [somebody('ivr', null)] })],
    ['abandoned', aCall({ queue: '800', participants: [somebody('extension', 60)] })],
    ['missed', aCall({ participants: [somebody('queue', 20), somebody('extension', 60)] })],
    ['missed', aCall({ participants: [somebody('ringGroup', 60)] })],
    [null, aCall({ direction: 'outbound', participants: [somebody('extension', 60)] })],
    [null, aCall({ participants: [somebody('extension', 60, false)] })],
    [null, aCall()],
  ])('is %s, the earlier of the order where two fit', (outcome, call) => {
    expect(outcomeOf(call)).toBe(outcome);
  });
});
