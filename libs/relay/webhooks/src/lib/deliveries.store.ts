import {
  DELIVERY_SORTS,
  type DeliveryDto,
  type DeliveryListDto,
  type DeliveryQuery,
} from '@3cx-relay/contracts';
import { type PagedRow, SortedList } from '@3cx-relay/store';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Attempt, type AttemptRow, type DeliveryRow, toDeliveryDto } from './delivery';
import { DeliveryQueue } from './delivery-queue';
import { WebhooksOptions } from './webhooks.options';

/** Deliveries of one endpoint; `search` is a part of type, call or event id. */
export interface DeliverySearch extends DeliveryQuery {
  readonly endpointId: string;
  /** Calls of these alone; the restriction of the key. */
  readonly visibleDns: readonly string[] | null;
}

/** An attempt of one call's deliveries. */
export interface CallAttempt extends AttemptRow {
  readonly number: number;
  readonly endpoint_id: string;
  readonly url: string;
  readonly type: DeliveryDto['type'];
  readonly sequence: string;
}

/** What went past retention. */
export interface ForgottenRows {
  /** Deliveries and attempts. */
  readonly rows: number;
  /** Deliveries that still waited. */
  readonly undelivered: number;
}

const COLUMNS = `id, endpoint_id, event_id, type, sequence, call_id, state, created_at,
  next_attempt_at`;

/** Rises with the time it was made at. */
const ID = { sql: 'id', type: 'text' } as const;
const DELIVERIES = new SortedList<(typeof DELIVERY_SORTS)[number]>({
  id: ID,
  fields: {
    createdAt: ID,
    sequence: { sql: 'sequence', type: 'bigint' },
    state: { sql: 'state', type: 'text' },
  },
  usual: '-createdAt',
});

/** Deliveries and their attempts, for whoever looks at them. */
@Injectable()
export class DeliveriesStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: WebhooksOptions,
    private readonly queue: DeliveryQueue,
  ) {}

  /** @throws RelayError INVALID_REQUEST (cursor) */
  async list({ endpointId, visibleDns, ...query }: DeliverySearch): Promise<DeliveryListDto> {
    const page = DELIVERIES.page(query, 5);
    const rows: (DeliveryRow & PagedRow)[] = await this.db.query(
      `SELECT ${COLUMNS}, ${page.columns} FROM webhook_deliveries
        WHERE pbx_id = $1 AND endpoint_id = $2 AND ($3::text IS NULL OR state = $3)
          AND ($4::text[] IS NULL OR dns IS NULL OR dns && $4)
          AND ($5::text IS NULL OR
               strpos(lower(concat_ws(' ', type, call_id, event_id)), lower($5)) > 0)
          AND ${page.after} ${page.tail}`,
      [
        ...[this.options.pbxId, endpointId, query.state ?? null, visibleDns],
        ...[query.search ?? null, ...page.values],
      ],
    );
    const { rows: shown, nextCursor } = page.take(rows);
    return { items: await this.withAttempts(shown), nextCursor };
  }

  async find(
    endpointId: string,
    id: string,
    visibleDns: readonly string[] | null,
  ): Promise<DeliveryDto | undefined> {
    const rows: DeliveryRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM webhook_deliveries
        WHERE pbx_id = $1 AND endpoint_id = $2 AND id = $3
          AND ($4::text[] IS NULL OR dns IS NULL OR dns && $4)`,
      [this.options.pbxId, endpointId, id, visibleDns],
    );
    return (await this.withAttempts(rows))[0];
  }

  /** How many wait, by endpoint. */
  async pendingOf(endpointIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows: { endpoint_id: string; count: number }[] = await this.db.query(
      `SELECT endpoint_id, count(*)::int AS count FROM webhook_deliveries
        WHERE pbx_id = $1 AND endpoint_id = ANY($2) AND state = 'pending' GROUP BY endpoint_id`,
      [this.options.pbxId, endpointIds],
    );
    return new Map(rows.map(({ endpoint_id, count }) => [endpoint_id, count]));
  }

  /** What waits for a retry goes at once. */
  async hurry(deliveryId: string, now: number): Promise<void> {
    await this.db.query(
      `UPDATE webhook_deliveries SET next_attempt_at = $3
        WHERE pbx_id = $1 AND id = $2 AND state = 'pending' AND next_attempt_at > $3`,
      [this.options.pbxId, deliveryId, new Date(now)],
    );
  }

  /** A delivery that was sent outside of the queue, with its one attempt. */
  async keepTest(
    delivery: Pick<DeliveryDto, 'id' | 'webhookId' | 'eventId' | 'type'>,
    isDelivered: boolean,
    attempt: Attempt,
  ): Promise<void> {
    const { id, webhookId, eventId, type } = delivery;
    await this.db.transaction(async (transaction) => {
      await transaction.query(
        `INSERT INTO webhook_deliveries (pbx_id, id, endpoint_id, event_id, type, sequence, state,
           created_at, last_attempt_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $7)`,
        [
          ...[this.options.pbxId, id, webhookId, eventId, type],
          ...[isDelivered ? 'delivered' : 'failed', new Date(attempt.at)],
        ],
      );
      await this.queue.keep(transaction, id, attempt);
    });
  }

  /** Every attempt to deliver an event of a call, with where it went. */
  attemptsOfCall(callId: string): Promise<CallAttempt[]> {
    return this.db.query(
      `SELECT a.delivery_id, a.number, a.at, a.status, a.duration_ms, a.answer, a.error,
              d.endpoint_id, d.type, d.sequence, w.url
         FROM webhook_deliveries d
         JOIN webhook_attempts a ON a.pbx_id = d.pbx_id AND a.delivery_id = d.id
         JOIN webhook_endpoints w ON w.pbx_id = d.pbx_id AND w.id = d.endpoint_id
        WHERE d.pbx_id = $1 AND d.call_id = $2 ORDER BY a.at LIMIT 1000`,
      [this.options.pbxId, callId],
    );
  }

  /** Forgets what is older, up to a bound; to be called until there is nothing. */
  async forget(before: number): Promise<ForgottenRows> {
    const [, attempts]: [unknown, number] = await this.db.query(
      `DELETE FROM webhook_attempts WHERE (pbx_id, delivery_id, number) IN (
         SELECT pbx_id, delivery_id, number FROM webhook_attempts
          WHERE pbx_id = $1 AND at < $2 LIMIT 5000)`,
      [this.options.pbxId, new Date(before)],
    );
    const [deliveries]: [Pick<DeliveryRow, 'state'>[], number] = await this.db.query(
      `DELETE FROM webhook_deliveries WHERE pbx_id = $1 AND id IN (
         SELECT id FROM webhook_deliveries
          WHERE pbx_id = $1 AND created_at < $2 AND coalesce(last_attempt_at, created_at) < $2
          LIMIT 5000) RETURNING state`,
      [this.options.pbxId, new Date(before)],
    );
    const undelivered = deliveries.filter(({ state }) => state === 'pending').length;
    return { rows: attempts + deliveries.length, undelivered };
  }

  private async withAttempts(rows: readonly DeliveryRow[]): Promise<DeliveryDto[]> {
    const attempts: AttemptRow[] = await this.db.query(
      `SELECT delivery_id, at, status, duration_ms, answer, error FROM webhook_attempts
        WHERE pbx_id = $1 AND delivery_id = ANY($2) ORDER BY delivery_id, number`,
      [this.options.pbxId, rows.map(({ id }) => id)],
    );
    const byDelivery = Map.groupBy(attempts, (attempt) => attempt.delivery_id);
    return rows.map((row) => toDeliveryDto(row, byDelivery.get(row.id) ?? []));
  }
}
