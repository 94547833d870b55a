import type { CallSegment, SegmentEnd } from './call-segment';
import { dnTypeOf } from './segment-vocabulary';

/** An end for specs: `extension:101`, `external_line:+4915112`. */
function anEnd(text: string): SegmentEnd {
  const [entity = 'unknown', dn = ''] = text.split(':');
  const dnType = dnTypeOf(entity, null);
  return {
    participantId: text,
    entity,
    dn: dnType === 'trunk' ? '10001' : dn,
    dnType,
    dnName: null,
    name: null,
    number: dn,
    did: null,
  };
}

/** A segment for specs: `from` to `to`, seconds after ten o'clock. */
export function aSegment(
  key: string,
  from: string,
  to: string,
  more: Partial<CallSegment> & { start?: number; answer?: number; end?: number } = {},
): CallSegment {
  const { start = 0, answer, end = 10, ...fields } = more;
  return {
    segmentId: key,
    callHistoryId: 'flow',
    mainCallHistoryId: 'flow',
    source: anEnd(from),
    destination: anEnd(to),
    baseSegmentId: null,
    originatingSegmentId: null,
    continuedInSegmentId: null,
    method: 'call_init',
    forwardReason: null,
    terminationReason: 'src_participant_terminated',
    terminationDetails: null,
    startedAt: at(start),
    answeredAt: answer === undefined ? null : at(answer),
    endedAt: at(end),
    cost: null,
    recordings: [],
    ...fields,
  };
}

function at(seconds: number): string {
  return new Date(Date.UTC(2026, 1, 10, 10) + seconds * 1_000).toISOString();
}
