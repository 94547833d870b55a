import { RelayError } from '@3cx-relay/contracts';
import { decodeCursor, encodeCursor } from '@3cx-relay/store';
import { refuseUnstorable } from '../api/storable-text';
import type { JourneyPosition } from './journey.store';

/** The last call of a page of search results. */
export function toJourneyCursor({ startedAt, callId }: JourneyPosition): string {
  return encodeCursor([startedAt, callId]);
}

/** @throws RelayError INVALID_REQUEST when it is none of ours */
export function readJourneyCursor(cursor: string): JourneyPosition {
  const [startedAt, callId] = decodeCursor(cursor, 2);
  refuseUnstorable(callId, 'cursor');
  if (typeof startedAt !== 'string' || Number.isNaN(Date.parse(startedAt))) {
    throw new RelayError('INVALID_REQUEST', {
      detail: 'cursor: is not one that this list has given',
      errors: [{ field: 'cursor', message: 'is not one that this list has given' }],
    });
  }
  return { startedAt: new Date(startedAt).toISOString(), callId: String(callId) };
}
