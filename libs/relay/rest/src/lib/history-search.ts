import type { Principal } from '@3cx-relay/api-keys';
import { type HistoryQuery, RelayError } from '@3cx-relay/contracts';
import type { HistorySearch } from './ports';

const DAY_MS = 86_400_000;
const DATE_ALONE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A query as the history understands it: instants instead of days, and what the key may see.
 * @throws RelayError INVALID_REQUEST when it ends before it starts
 */
export function toHistorySearch(query: HistoryQuery, principal: Principal): HistorySearch {
  const { start, end, direction, extension, number, answered } = query;
  const from = start === undefined ? undefined : instantOf(start, 0);
  // A date alone means the whole day, so as an end it is the beginning of the next.
  const to = end === undefined ? undefined : instantOf(end, DAY_MS);
  if (from !== undefined && to !== undefined && to < from) {
    throw new RelayError('INVALID_REQUEST', {
      detail: 'end: is before start',
      errors: [{ field: 'end', message: 'is before start' }],
    });
  }
  return {
    ...(from === undefined ? {} : { start: from }),
    ...(to === undefined ? {} : { end: to }),
    ...(direction === undefined ? {} : { direction }),
    ...(extension === undefined ? {} : { extension }),
    ...(number === undefined ? {} : { number }),
    ...(answered === undefined ? {} : { answered }),
    ...(principal.dns === null ? {} : { visibleDns: principal.dns }),
  };
}

function instantOf(text: string, dayShiftMs: number): string {
  const shift = DATE_ALONE.test(text) ? dayShiftMs : 0;
  return new Date(Date.parse(text) + shift).toISOString();
}
