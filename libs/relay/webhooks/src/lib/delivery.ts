import {
  type DeliveryDto,
  type DeliveryState,
  type EventType,
  formatSequence,
  toSequence,
} from '@3cx-relay/contracts';

/** One event on its way to one endpoint, as whoever sends it needs it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly dns: readonly string[] | null;
  readonly body: string;
  /** Failures that count in the schedule. */
  readonly tries: number;
}

export interface ClaimedRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly dns: string[] | null;
  readonly body: string | null;
  readonly tries: number;
}

export function toClaimed(row: ClaimedRow): ClaimedDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    dns: row.dns,
    body: row.body ?? '',
    tries: row.tries,
  };
}

/** What came of one attempt. */
export interface Attempt {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** null without an answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The first 4 KiB. */
  readonly answer: string | null;
  readonly error: string | null;
}

export interface AttemptRow {
  readonly delivery_id: string;
  readonly at: Date;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly answer: string | null;
  readonly error: string | null;
}

export interface DeliveryRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly type: EventType;
  readonly sequence: string;
  readonly call_id: string | null;
  readonly state: DeliveryState;
  readonly created_at: Date;
  readonly next_attempt_at: Date | null;
}

export function toDeliveryDto(row: DeliveryRow, attempts: readonly AttemptRow[]): DeliveryDto {
  return {
    id: row.id,
    webhookId: row.endpoint_id,
    eventId: row.event_id,
    type: row.type,
    sequence: formatSequence(toSequence(Number(row.sequence))),
    callId: row.call_id,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    nextAttemptAt: row.state === 'pending' ? (row.next_attempt_at?.toISOString() ?? null) : null,
    attempts: attempts.map(({ at, status, duration_ms, answer, error }) => ({
      ...{ at: at.toISOString(), status, durationMs: duration_ms, answer, error },
    })),
  };
}
