import type { CallDto, ParticipantDto } from '@3cx-relay/contracts';
import type { Call, Participant } from './call';
import { secondsBetween } from './time';

export function participantToDto(participant: Participant): ParticipantDto {
  return {
    participantId: participant.key,
    dn: participant.dn,
    dnType: participant.dnType,
    name: participant.name,
    number: participant.number,
    state: participant.state,
    deviceId: participant.deviceId,
    directControl: participant.directControl,
    joinedAt: participant.joinedAt,
    leftAt: participant.leftAt,
  };
}

/** From start to answer, or to the end when nobody took it; `null` while that is open. */
function ringSeconds(call: Call): number | null {
  const until = call.answeredAt ?? call.endedAt;
  return until === null ? null : secondsBetween(call.startedAt, until);
}

/** From answer to end; 0 when it ended without an answer, `null` before the end. */
function talkSeconds(call: Call): number | null {
  if (call.endedAt === null) return null;
  return call.answeredAt === null ? 0 : secondsBetween(call.answeredAt, call.endedAt);
}

/** What consumers see of a call. Every field is listed, so that nothing internal leaks. */
export function toDto(call: Call): CallDto {
  return {
    callId: call.callId,
    conversationId: call.conversationId,
    direction: call.direction,
    state: call.state,
    caller: call.caller,
    callee: call.callee,
    did: call.did,
    trunk: call.trunk,
    queue: call.queue,
    participants: call.participants.map(participantToDto),
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    ringSeconds: ringSeconds(call),
    talkSeconds: talkSeconds(call),
    answeredBy: call.answeredBy,
    outcome: call.outcome,
    cause: call.cause,
    recovered: call.recovered,
    pbx: {
      callId: call.pbxCallIds.at(-1) ?? null,
      callHistoryId: call.callHistoryId,
      mainCallHistoryId: call.mainCallHistoryId,
    },
  };
}
