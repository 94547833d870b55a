import type { CallId, Dn, EventType } from '@3cx-relay/contracts';
import { toSequence } from '@3cx-relay/contracts';
import type { StoredEvent } from './event-log';

export interface EventRow {
  readonly sequence: string;
  readonly id: string;
  readonly type: string;
  readonly call_id: string | null;
  readonly dns: string[] | null;
  readonly time: Date;
  readonly body: string;
}

export const EVENT_COLUMNS = 'sequence, id, type, call_id, dns, time, body';

export function toStoredEvent(row: EventRow): StoredEvent {
  return {
    sequence: toSequence(Number(row.sequence)),
    id: row.id,
    type: row.type as EventType,
    callId: row.call_id as CallId | null,
    dns: row.dns as Dn[] | null,
    time: row.time.toISOString(),
    json: row.body,
  };
}
