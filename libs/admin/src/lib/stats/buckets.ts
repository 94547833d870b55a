import { STATS_BUCKETS, type StatsRange } from '@3cx-relay/contracts';
import { DateTime } from 'luxon';

export interface BucketSpan {
  readonly from: Date;
  readonly to: Date;
  readonly bucketSeconds: number;
  /** Where each bucket begins, oldest first; the last one contains now. */
  readonly starts: readonly Date[];
}

/** The buckets of a chart. They begin at whole multiples, so that a chart does not wobble. */
export function bucketSpan(range: StatsRange, nowMs: number): BucketSpan {
  const { spanSeconds, bucketSeconds } = STATS_BUCKETS[range];
  const bucketMs = bucketSeconds * 1_000;
  const count = spanSeconds / bucketSeconds;
  const newest = Math.floor(nowMs / bucketMs) * bucketMs;
  const starts = Array.from(
    { length: count },
    (_, index) => new Date(newest - (count - 1 - index) * bucketMs),
  );
  return {
    from: new Date(newest - (count - 1) * bucketMs),
    to: new Date(newest + bucketMs),
    bucketSeconds,
    starts,
  };
}

/** Midnight before now in a zone. @returns undefined when there is no such zone */
export function startOfDay(timeZone: string, nowMs: number): Date | undefined {
  const day = DateTime.fromMillis(nowMs, { zone: timeZone }).startOf('day');
  return day.isValid ? day.toJSDate() : undefined;
}
