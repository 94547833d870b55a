import {
  type Epoch,
  formatSequence,
  type RelayEvent,
  type Sequence,
  toSequence,
} from '@3cx-relay/contracts';
import { ulid } from 'ulid';
import type { OutgoingEvent } from './wire';

export interface Gap {
  /** The first event that is missing. */
  readonly from: Sequence;
  /** The first event that can still be read. */
  readonly oldest: Sequence;
  readonly epoch: Epoch;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The `log.gap` that one consumer gets where events are past retention. It is not in the log: its
 * sequence is that of the last missing event, so that resuming after it goes on at `oldest`.
 */
export function gapEvent({ from, oldest, epoch, now }: Gap): OutgoingEvent {
  const sequence = formatSequence(toSequence(oldest - 1));
  const event: RelayEvent<'log.gap'> = {
    specversion: '1.0',
    id: ulid(now),
    source: '//3cx-relay',
    type: 'log.gap',
    subject: 'log',
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    sequence,
    epoch,
    data: { from: formatSequence(from), oldest: formatSequence(oldest) },
  };
  return { type: 'log.gap', sequence, json: JSON.stringify(event) };
}
