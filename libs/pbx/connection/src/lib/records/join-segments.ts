import { createHash } from 'node:crypto';
import type { Direction, PartyDto, SegmentDto } from '@3cx-relay/contracts';
import type { CallRecord } from './call-record';
import type { CallRecording, CallSegment } from './call-segment';
import { counterOf } from './history-id';
import { answeringSegment, lastTargets, outcomeOf } from './record-outcome';
import { participantsOf, toParty } from './record-participants';
import { compareText, orderSegments } from './segment-order';
import { isExternal, isRouting } from './segment-vocabulary';

/**
 * Joins rows of call records into calls, one for each `call_history_id`, in the order of their
 * starts. Pure: equal rows in any order give an equal record with an equal hash.
 * @param elsewhere ids of rows that exist but were not handed in: successors in a merged flow
 */
export function joinSegments(
  segments: readonly CallSegment[],
  elsewhere: ReadonlySet<string> = new Set(),
): CallRecord[] {
  const unique = new Map(segments.map((segment) => [segment.segmentId, segment]));
  const calls = Map.groupBy(unique.values(), (segment) => segment.callHistoryId);
  return [...calls.values()]
    .flatMap((rows) => joinCall(orderSegments(rows), elsewhere) ?? [])
    .toSorted(
      (a, b) =>
        compareText(a.startedAt, b.startedAt) || compareText(a.callHistoryId, b.callHistoryId),
    );
}

function joinCall(
  segments: readonly CallSegment[],
  elsewhere: ReadonlySet<string>,
): CallRecord | undefined {
  const first = segments[0];
  if (!first) return undefined;
  const ends = segments.flatMap((segment) => segment.endedAt ?? []);
  const answering = answeringSegment(segments);
  const content = {
    callHistoryId: first.callHistoryId,
    mainCallHistoryId: first.mainCallHistoryId,
    counter: counterOf(first.callHistoryId),
    direction: directionOf(segments),
    caller: toParty(first.source),
    callee: calleeOf(segments),
    did: didOf(segments),
    trunk: trunkOf(segments),
    queue: queueOf(segments),
    participants: participantsOf(segments),
    segments: segments.map(toSegmentDto),
    startedAt: earliest(segments.map((segment) => segment.startedAt)) ?? first.startedAt,
    answeredAt: answering?.answeredAt ?? null,
    endedAt: ends.toSorted(compareText).at(-1) ?? first.startedAt,
    answeredBy: answering ? toParty(answering.destination) : null,
    outcome: outcomeOf(segments),
    cause: causeOf(segments),
    cost: costOf(segments),
    recordings: recordingsOf(segments),
    complete: isComplete(segments, elsewhere),
  };
  return { ...content, hash: hashOf(content) };
}

/** By the first dial: who is outside decides, whatever the call became later. */
function directionOf(segments: readonly CallSegment[]): Direction | null {
  const first = segments[0];
  if (!first) return null;
  if (isExternal(first.source)) return 'inbound';
  const { destination } = first;
  const toOutside = isExternal(destination) || destination.entity === 'outbound_rule';
  return toOutside ? 'outbound' : 'internal';
}

function calleeOf(segments: readonly CallSegment[]): PartyDto {
  const dialled = segments[0]?.destination;
  const target = segments.find((segment) => !isRouting(segment.destination))?.destination;
  const reached = target ? toParty(target) : null;
  if (dialled?.entity !== 'outbound_rule') {
    return reached ?? { number: dialled?.number ?? null, name: null, dn: null, dnType: null };
  }
  // The rule's row has the number as dialled; the line's may be rewritten for the provider.
  return {
    number: dialled.number ?? reached?.number ?? dialled.dn,
    name: reached?.name ?? null,
    dn: null,
    dnType: 'trunk',
  };
}

function didOf(segments: readonly CallSegment[]): string | null {
  const first = segments[0];
  if (!first || !isExternal(first.source)) return null;
  const routing = segments.find((segment) => segment.destination.entity === 'inbound_routing');
  return (
    first.source.did ??
    routing?.destination.number ??
    routing?.destination.dn ??
    first.destination.did
  );
}

function trunkOf(segments: readonly CallSegment[]): string | null {
  const ends = segments.flatMap((segment) => [segment.source, segment.destination]);
  return ends.find((end) => isExternal(end) && end.dn !== null)?.dn ?? null;
}

function queueOf(segments: readonly CallSegment[]): string | null {
  return (
    segments.findLast((segment) => segment.destination.dnType === 'queue')?.destination.dn ?? null
  );
}

function causeOf(segments: readonly CallSegment[]): string | null {
  const first = segments[0];
  const isJoined =
    first?.mainCallHistoryId != null && first.mainCallHistoryId !== first.callHistoryId;
  if (isJoined) return 'joined';
  const last = lastTargets(segments).at(-1);
  return last?.terminationDetails ?? last?.terminationReason ?? null;
}

function costOf(segments: readonly CallSegment[]): number | null {
  const costs = segments.flatMap((segment) => segment.cost ?? []);
  if (costs.length === 0) return null;
  // Money of several rows: no binary dust past four digits.
  return Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 10_000) / 10_000;
}

function recordingsOf(segments: readonly CallSegment[]): CallRecording[] {
  const all = segments.flatMap((segment) => segment.recordings);
  const unique = new Map(all.map((recording) => [recording.recordingId, recording]));
  return [...unique.values()].toSorted((a, b) => compareText(a.recordingId, b.recordingId));
}

/**
 * Every row has ended, and every successor is there. That of a flow which a transfer joined into
 * another is a row of that one, which is written when that one ends: it is not waited for.
 */
function isComplete(segments: readonly CallSegment[], elsewhere: ReadonlySet<string>): boolean {
  const here = new Set(segments.map((segment) => segment.segmentId));
  return segments.every((segment) => {
    const { endedAt, continuedInSegmentId: next, mainCallHistoryId: main } = segment;
    const isMerged = main !== null && main !== segment.callHistoryId;
    return endedAt !== null && (next === null || isMerged || here.has(next) || elsewhere.has(next));
  });
}

function toSegmentDto(segment: CallSegment): SegmentDto {
  return {
    segmentId: segment.segmentId,
    startedAt: segment.startedAt,
    answeredAt: segment.answeredAt,
    endedAt: segment.endedAt ?? segment.answeredAt ?? segment.startedAt,
    source: toParty(segment.source),
    destination: toParty(segment.destination),
    method: segment.method,
    forwardReason: segment.forwardReason,
    terminationReason: segment.terminationReason,
    terminationDetails: segment.terminationDetails,
  };
}

function earliest(times: readonly string[]): string | undefined {
  return times.toSorted(compareText)[0];
}

/** The same for the same content, because the fields are written in one order above. */
function hashOf(content: Omit<CallRecord, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
