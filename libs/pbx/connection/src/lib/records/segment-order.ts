import type { CallSegment } from './call-segment';
import { counterOf } from './history-id';

/**
 * The segments in the order in which they happened: a row comes after the row that started its
 * branch (`originating`), never by `base`, which jumps back to the connected row; else by start,
 * then by the counter of the id. Rows that name no others (the report of XAPI) are in the order of
 * their counters, so that a clock that was set back meanwhile does not turn them round.
 */
export function orderSegments(segments: readonly CallSegment[]): CallSegment[] {
  const isChained = segments.some((segment) => segment.originatingSegmentId !== null);
  if (!isChained && segments.every(hasCounter)) return segments.toSorted(byCounter);
  const byTime = segments.toSorted(byStart);
  const children = Map.groupBy(byTime, (segment) => segment.originatingSegmentId ?? '');
  const known = new Set(segments.map((segment) => segment.segmentId));
  const waiting = byTime.filter(
    (segment) => segment.originatingSegmentId === null || !known.has(segment.originatingSegmentId),
  );
  const ordered: CallSegment[] = [];
  const taken = new Set<string>();
  const take = (segment: CallSegment) => {
    if (taken.has(segment.segmentId)) return;
    taken.add(segment.segmentId);
    ordered.push(segment);
    waiting.push(...(children.get(segment.segmentId) ?? []));
    waiting.sort(byStart);
  };
  for (let next = waiting.shift(); next; next = waiting.shift()) take(next);
  // Rows that name each other in a circle are reached from nowhere.
  return [...ordered, ...byTime.filter((segment) => !taken.has(segment.segmentId))];
}

function hasCounter({ segmentId }: CallSegment): boolean {
  return counterOf(segmentId) !== null;
}

function byCounter(a: CallSegment, b: CallSegment): number {
  return (counterOf(a.segmentId) ?? 0) - (counterOf(b.segmentId) ?? 0);
}

function byStart(a: CallSegment, b: CallSegment): number {
  return (
    compareText(a.startedAt, b.startedAt) ||
    byCounter(a, b) ||
    compareText(a.segmentId, b.segmentId)
  );
}

/** Times of equal precision sort as text. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
