import type { CallDto, PartyDto } from '@3cx-relay/contracts';
import type { Call, Participant } from './call';
import { sameNumber } from './numbers';
import type { ObservedRecord, RecordParticipant } from './observation';
import { isNobody, keyIn } from './party';
import { laterOf, normalTime } from './time';
import { toDto } from './to-dto';

/** What the record says of a party, with what only the live interfaces knew. */
function mergedParty(live: PartyDto, recorded: PartyDto): PartyDto {
  if (isNobody(recorded)) return { ...live, name: recorded.name ?? live.name };
  return {
    number: recorded.number ?? live.number,
    name: recorded.name ?? (sameOne(live, recorded) ? live.name : null),
    dn: recorded.dn,
    dnType: recorded.dnType ?? live.dnType,
  };
}

function sameOne(a: PartyDto, b: PartyDto): boolean {
  if (a.dn !== null || b.dn !== null) return a.dn === b.dn;
  return a.number !== null && b.number !== null && sameNumber(a.number, b.number);
}

/** `normalTime` of a time that may be missing. */
export function normal(time: string | null): string | null {
  return time === null ? null : normalTime(time);
}

/** One party of the record, over what was known of it. */
function mergedParticipant(
  live: Participant | undefined,
  key: string,
  recorded: RecordParticipant,
  endedAt: string,
): Participant {
  const joinedAt = normal(recorded.joinedAt);
  const leftAt = normal(recorded.leftAt) ?? live?.leftAt ?? endedAt;
  return {
    key,
    dn: recorded.dn,
    dnType: recorded.dnType === 'unknown' ? (live?.dnType ?? 'unknown') : recorded.dnType,
    name: recorded.name ?? live?.name ?? null,
    number: recorded.number ?? live?.number ?? null,
    state: 'left',
    deviceId: live?.deviceId ?? null,
    directControl: live?.directControl ?? null,
    alertedAt: null,
    joinedAt,
    leftAt: joinedAt === null ? leftAt : laterOf(leftAt, joinedAt),
  };
}

/** Everyone of the record and of the call, by the call's keys, gone by its end. */
export function mergedParticipants(
  call: Pick<Call, 'participants'>,
  record: Pick<ObservedRecord, 'participants'>,
  endedAt: string,
): readonly Participant[] {
  let participants = call.participants;
  for (const recorded of record.participants) {
    const external = recorded.dn === null;
    const key = keyIn({ participants }, { ...recorded, external, trunk: null });
    const live = participants.find((p) => p.key === key);
    const merged = mergedParticipant(live, key, recorded, endedAt);
    participants = live
      ? participants.map((p) => (p === live ? merged : p))
      : [...participants, merged];
  }
  return participants.map((p) =>
    p.state === 'left'
      ? p
      : { ...p, state: 'left', leftAt: laterOf(endedAt, p.joinedAt ?? endedAt) },
  );
}

/** The three times, in order even where the record's are not. */
export function recordedTimes(
  record: Pick<ObservedRecord, 'startedAt' | 'answeredAt' | 'endedAt'>,
) {
  const startedAt = normalTime(record.startedAt);
  const answered = normal(record.answeredAt);
  const answeredAt = answered === null ? null : laterOf(answered, startedAt);
  return {
    startedAt,
    answeredAt,
    endedAt: laterOf(normalTime(record.endedAt), answeredAt ?? startedAt),
  };
}

/** A call that was carried into another by a transfer says so, whatever its sections end with. */
function causeOf(call: Call, record: ObservedRecord): string | null {
  const merged =
    record.mainCallHistoryId !== null && record.mainCallHistoryId !== record.callHistoryId;
  const isJoined = call.cause === 'joined' || (merged && call.absorbedAt === null);
  return isJoined ? 'joined' : (record.cause ?? call.cause);
}

/** Whether a DN has a part in the record: what was seen live and is not there was a mistake. */
function mentions(record: ObservedRecord, dn: string | null): boolean {
  if (dn === null) return false;
  const recorded = [record.caller, record.callee, ...record.participants];
  return recorded.some((party) => party.dn === dn);
}

/** The call with the record's last word on it, ended. */
export function withRecord(call: Call, record: ObservedRecord, conversationId: string): Call {
  const times = recordedTimes(record);
  const answeredBy =
    record.answeredBy && mergedParty(call.answeredBy ?? record.answeredBy, record.answeredBy);
  return {
    ...call,
    ...times,
    state: 'ended',
    conversationId,
    direction: record.direction ?? call.direction,
    caller: mergedParty(call.caller, record.caller),
    callee: mergedParty(call.callee, record.callee),
    did: record.did ?? (record.direction === 'inbound' ? call.did : null),
    trunk: record.trunk ?? call.trunk,
    queue: record.queue ?? (mentions(record, call.queue) ? call.queue : null),
    participants: mergedParticipants(call, record, times.endedAt),
    legs: [],
    answeredBy: times.answeredAt === null ? null : answeredBy,
    outcome: record.outcome ?? call.outcome,
    cause: causeOf(call, record),
    callHistoryId: record.callHistoryId,
    mainCallHistoryId: record.mainCallHistoryId ?? call.mainCallHistoryId,
    quietLeavers: [],
    referrals: {},
    pendingRecord: null,
  };
}

/** Fields in which the call was told otherwise before. */
export function correctedFields(before: Call, after: Call): readonly string[] {
  const [old, now] = [toDto(before), toDto(after)];
  const compared = (Object.keys(now) as (keyof CallDto)[]).filter(
    (field) => field !== 'pbx' && field !== 'recovered' && field !== 'state',
  );
  return compared.filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]));
}
