import type { StoredEvent } from '@3cx-relay/event-log';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { monotonicFactory } from 'ulid';
import { type Attempt, type ClaimedDelivery, type ClaimedRow, toClaimed } from './delivery';
import { WebhooksOptions } from './webhooks.options';

export const MAX_IN_FLIGHT = 10;
/** Events among which a probe is chosen: more than fail for reasons of their own. */
const PROBED = 1_000;
/**
 * For what may be forgotten by a power cut: a delivery that was taken or settled is then sent again,
 * with the same id. A crash of PostgreSQL alone forgets nothing.
 */
export const NO_WAIT_FOR_DISK = 'SET LOCAL synchronous_commit = off';

/** An event and the endpoints that it goes to. */
export interface Match {
  readonly event: StoredEvent;
  readonly endpointIds: readonly string[];
}

export interface Claim {
  readonly lease: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly until: number;
}

export type Verdict =
  | { readonly state: 'delivered' | 'failed' | 'aborted' }
  | { readonly state: 'pending'; readonly tries: number; readonly nextAttemptAt: number | null };

/** The rows of deliveries that wait: who may send which, and what became of it. */
@Injectable()
export class DeliveryQueue {
  /** Ids of one moment sort as they were made, so that lists keep the order of events. */
  private readonly nextId = monotonicFactory();

  constructor(
    private readonly db: DataSource,
    private readonly options: WebhooksOptions,
  ) {}

  /**
   * Makes a delivery of each match.
   * @param again also of those that were resolved before
   */
  async add(
    transaction: EntityManager,
    matches: readonly Match[],
    now: number,
    again: boolean,
  ): Promise<void> {
    const events = matches.map(({ event }) => ({
      ...{ event_id: event.id, type: event.type, sequence: event.sequence },
      ...{ call_id: event.callId, dns: event.dns, body: event.json },
    }));
    const pairs = matches.flatMap(({ event, endpointIds }) =>
      endpointIds.map((endpoint_id) => ({ id: this.nextId(now), event_id: event.id, endpoint_id })),
    );
    if (pairs.length === 0) return;
    await transaction.query(
      `INSERT INTO webhook_deliveries (pbx_id, id, endpoint_id, event_id, type, sequence, call_id,
         dns, body, state, created_at, next_attempt_at)
       SELECT $1, pair.id, pair.endpoint_id, event_id, e.type, e.sequence, e.call_id, e.dns, e.body,
              'pending', $4, $4
         FROM json_to_recordset($3::json) AS pair (id text, event_id text, endpoint_id text)
         JOIN json_to_recordset($2::json) AS e (event_id text, type text, sequence bigint,
                call_id text, dns text[], body text) USING (event_id)
         JOIN webhook_endpoints w ON w.pbx_id = $1 AND w.id = pair.endpoint_id
        ORDER BY e.sequence
       ON CONFLICT (pbx_id, endpoint_id, event_id) DO ${again ? SEND_AGAIN : 'NOTHING'}`,
      [this.options.pbxId, JSON.stringify(events), JSON.stringify(pairs), new Date(now)],
    );
  }

  /**
   * Takes what may be sent now. An endpoint is locked while its share is taken, so that all nodes
   * together stay within its limit, and an event of a call is taken only when no earlier one of
   * that call waits.
   */
  claim({ lease, now, until }: Claim): Promise<ClaimedDelivery[]> {
    const at = new Date(now);
    return this.db.transaction(async (transaction) => {
      await transaction.query(NO_WAIT_FOR_DISK);
      const ready: { id: string }[] = await transaction.query(
        `SELECT id FROM webhook_endpoints
          WHERE pbx_id = $1 AND enabled AND (probe_at IS NULL OR probe_at <= $2)
            FOR UPDATE SKIP LOCKED`,
        [this.options.pbxId, at],
      );
      if (ready.length === 0) return [];
      // A statement of its own: it sees what was committed before the locks were had.
      const [rows]: [ClaimedRow[], number] = await transaction.query(CLAIM, [
        this.options.pbxId,
        at,
        ready.map(({ id }) => id),
        lease,
        new Date(until),
      ]);
      return rows.map(toClaimed);
    });
  }

  /** @returns whether the delivery still was ours */
  async settle(
    transaction: EntityManager,
    delivery: ClaimedDelivery,
    lease: string,
    verdict: Verdict,
    attempt: Attempt,
  ): Promise<boolean> {
    const waits = verdict.state === 'pending' ? verdict : null;
    const at = waits?.nextAttemptAt ?? null;
    const [rows]: [unknown[], number] = await transaction.query(
      `UPDATE webhook_deliveries SET state = $4, tries = $5, lease = NULL, leased_until = NULL,
         last_attempt_at = $7, body = CASE WHEN $4 = 'pending' THEN body END,
         next_attempt_at = CASE WHEN $4 = 'pending' THEN coalesce($6, next_attempt_at) END
       WHERE pbx_id = $1 AND id = $2 AND lease = $3 RETURNING 1`,
      [
        ...[this.options.pbxId, delivery.id, lease, verdict.state],
        waits?.tries ?? delivery.tries,
        ...[at === null ? null : new Date(at), new Date(attempt.at)],
      ],
    );
    if (rows.length > 0) await this.keep(transaction, delivery.id, attempt);
    return rows.length > 0;
  }

  async keep(transaction: EntityManager, deliveryId: string, attempt: Attempt): Promise<void> {
    await transaction.query(
      `INSERT INTO webhook_attempts (pbx_id, delivery_id, number, at, status, duration_ms, answer, error)
       SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7
         FROM webhook_attempts WHERE pbx_id = $1 AND delivery_id = $2`,
      [
        ...[this.options.pbxId, deliveryId, new Date(attempt.at), attempt.status],
        ...[attempt.durationMs, attempt.answer, attempt.error],
      ],
    );
  }

  /** What waits for a retry may go at once: the endpoint answers again, or was changed. */
  async hurry(transaction: EntityManager, endpointId: string, now: number): Promise<void> {
    await transaction.query(
      `UPDATE webhook_deliveries SET next_attempt_at = $3
        WHERE pbx_id = $1 AND endpoint_id = $2 AND state = 'pending' AND next_attempt_at > $3`,
      [this.options.pbxId, endpointId, new Date(now)],
    );
  }

  /** Gives back what was taken and not sent to the end. */
  async release(lease: string): Promise<void> {
    await this.db.query(
      `UPDATE webhook_deliveries SET lease = NULL, leased_until = NULL
        WHERE pbx_id = $1 AND lease = $2`,
      [this.options.pbxId, lease],
    );
  }
}

const SEND_AGAIN = `UPDATE SET state = 'pending', body = EXCLUDED.body, tries = 0,
    next_attempt_at = EXCLUDED.next_attempt_at, lease = NULL, leased_until = NULL
  WHERE webhook_deliveries.state <> 'pending'`;

/** Waits, nobody has it, and no earlier event of its call waits. */
const TAKEABLE = `c.pbx_id = $1 AND c.endpoint_id = w.id AND c.state = 'pending'
           AND (c.leased_until IS NULL OR c.leased_until <= $2)
           AND (c.call_id IS NULL OR NOT EXISTS (
                 SELECT 1 FROM webhook_deliveries e
                  WHERE e.pbx_id = $1 AND e.endpoint_id = w.id AND e.call_id = c.call_id
                    AND e.state = 'pending' AND e.sequence < c.sequence))`;

/**
 * With the breaker open one event may go: of those in front the one that was not tried for longest.
 * However many wait, only the first are looked at: their order is that of an index, and the bounds
 * are written out, since PostgreSQL plans for a tenth of everything where it has to count first.
 */
const CLAIM = `
  UPDATE webhook_deliveries d SET lease = $4, leased_until = $5
    FROM webhook_endpoints w CROSS JOIN LATERAL (
      SELECT id FROM (
        (SELECT c.id, c.sequence FROM webhook_deliveries c
          WHERE w.probe_at IS NULL AND c.next_attempt_at <= $2 AND ${TAKEABLE}
          ORDER BY c.sequence LIMIT ${MAX_IN_FLIGHT})
        UNION ALL
        (SELECT id, sequence FROM (
           SELECT c.id, c.sequence, c.last_attempt_at FROM webhook_deliveries c
            WHERE w.probe_at IS NOT NULL AND ${TAKEABLE}
            ORDER BY c.sequence LIMIT ${PROBED}) front
          ORDER BY last_attempt_at NULLS FIRST, sequence LIMIT 1)) ready
       ORDER BY sequence
       LIMIT greatest(0, CASE WHEN w.probe_at IS NULL THEN ${MAX_IN_FLIGHT} ELSE 1 END - (
               SELECT count(*) FROM webhook_deliveries f
                WHERE f.pbx_id = $1 AND f.endpoint_id = w.id AND f.leased_until > $2))) due
   WHERE w.pbx_id = $1 AND w.id = ANY($3) AND d.pbx_id = $1 AND d.id = due.id
  RETURNING d.id, d.endpoint_id, d.event_id, d.dns, d.body, d.tries`;
