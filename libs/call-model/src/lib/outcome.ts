import type { DnType, Outcome } from '@3cx-relay/contracts';
import type { Call, Participant } from './call';
import { msBetween } from './time';

/** Legs of one call go one after another: those that went this shortly before stayed to the end. */
const TOGETHER_MS = 2000;

function stayed(call: Call, participant: Participant): boolean {
  if (participant.state !== 'left') return true;
  const end = call.emptySince ?? call.lastEventAt;
  return participant.leftAt !== null && msBetween(participant.leftAt, end) <= TOGETHER_MS;
}

function endedWith(call: Call, dnTypes: readonly DnType[]): boolean {
  return call.participants.some((p) => dnTypes.includes(p.dnType) && stayed(call, p));
}

/**
 * How a call ended, as far as the live interfaces tell: of a call as it stood just before its
 * end. They give no reasons, so a decline and a hang-up look alike, and of an unanswered call to
 * outside nothing is known; the record has the last word.
 */
export function outcomeOf(call: Call): Outcome | null {
  if (call.answeredAt !== null) return 'answered';
  if (endedWith(call, ['voicemail'])) return 'voicemail';
  if (endedWith(call, ['queue', 'ivr']) || isWaitingUnseen(call)) return 'abandoned';
  return hasRung(call) ? 'missed' : null;
}

/** It waits in a queue that is not watched: agents rang on its behalf. */
function isWaitingUnseen(call: Call): boolean {
  return call.queue !== null && !call.participants.some((p) => p.dnType === 'queue');
}

/** An extension or ring group was alerted. Only legs of their own say so for certain. */
function hasRung(call: Call): boolean {
  if (call.direction === 'outbound') return false;
  return call.participants.some(
    (p) =>
      p.key !== call.callerKey &&
      (p.dnType === 'extension' || p.dnType === 'ringGroup') &&
      p.directControl !== null,
  );
}
