import { expandTypes, toSequence } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { EventLog, matchesFilter, type StoredEvent } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DeliveryQueue, type Match } from './delivery-queue';
import type { Endpoint } from './endpoint';
import { EndpointsStore } from './endpoints.store';
import { KeyRights, type Rights } from './key-rights';
import { WebhooksOptions } from './webhooks.options';

const PAGE = 500;

interface Cursor {
  readonly epoch: string;
  readonly sequence: number;
}

/** Events that went past retention before deliveries were made of them. */
interface Forgotten {
  readonly first: number;
  readonly last: number;
}

interface Planned {
  readonly more: boolean;
  readonly forgotten: Forgotten | null;
}

interface CursorRow {
  readonly epoch: string;
  readonly sequence: string;
}

/** Which of the endpoints an event goes to. */
export function matchesOf(
  events: readonly StoredEvent[],
  endpoints: readonly Endpoint[],
  rights: ReadonlyMap<string, Rights>,
): Match[] {
  const filters = endpoints.flatMap((endpoint) => {
    const right = rights.get(endpoint.id) ?? 'nothing';
    if (right === 'nothing') return [];
    const types = expandTypes(endpoint.types ?? undefined);
    const [dns, visibleDns] = [endpoint.dns ?? undefined, right.dns ?? undefined];
    return [{ id: endpoint.id, filter: { types, dns, visibleDns } }];
  });
  return events.map((event) => ({
    event,
    endpointIds: filters.flatMap(({ id, filter }) => (matchesFilter(event, filter) ? [id] : [])),
  }));
}

/** What a planner stands on besides log and rows. */
@Injectable()
export class PlanGround {
  constructor(
    readonly rights: KeyRights,
    readonly clock: Clock,
    readonly options: WebhooksOptions,
    readonly errors: ErrorFeed,
  ) {}
}

/**
 * Makes deliveries of events. How far it came stands in the store and moves in the transaction that
 * writes the rows, so each event is planned exactly once, whichever node does it and however often
 * one is killed.
 */
@Injectable()
export class DeliveryPlanner {
  constructor(
    private readonly db: DataSource,
    private readonly log: EventLog,
    private readonly endpoints: EndpointsStore,
    private readonly queue: DeliveryQueue,
    private readonly plan: PlanGround,
  ) {}

  /**
   * Plans the next events of the log; another node that is at it already is left to do it.
   * @returns whether there is more
   */
  async page(): Promise<boolean> {
    const planned = await this.db.transaction((transaction) => this.planPage(transaction));
    if (planned?.forgotten) this.report(planned.forgotten);
    return planned?.more ?? false;
  }

  private async planPage(transaction: EntityManager): Promise<Planned | null> {
    const cursor = await this.lockCursor(transaction);
    if (!cursor) return null;
    const { epoch, oldest } = this.log.position();
    const from = cursor.epoch === epoch ? cursor.sequence : 0;
    const { events, lookedAt } = await this.log.read({ since: toSequence(from), limit: PAGE });
    if (lookedAt === from) return null;
    // After the events: an endpoint that was made before an event happened gets it.
    const endpoints = await this.endpoints.enabled();
    const rights = await this.plan.rights.ofAll(endpoints);
    const matches = matchesOf(events, endpoints, rights);
    await this.queue.add(transaction, matches, this.plan.clock.now(), false);
    await transaction.query(
      'UPDATE webhook_cursor SET epoch = $2, sequence = $3 WHERE pbx_id = $1',
      [this.plan.options.pbxId, epoch, lookedAt],
    );
    // Where nobody waits for them, nobody misses them.
    const isMissed = from > 0 && from + 1 < oldest && endpoints.length > 0;
    const forgotten = isMissed ? { first: from + 1, last: oldest - 1 } : null;
    return { more: lookedAt < this.log.position().newest, forgotten };
  }

  /** Events after this are planned; to be called before there can be an endpoint. */
  async begin(): Promise<void> {
    const { epoch, newest } = this.log.position();
    await this.db.query(
      `INSERT INTO webhook_cursor (pbx_id, epoch, sequence) VALUES ($1, $2, $3)
       ON CONFLICT (pbx_id) DO NOTHING`,
      [this.plan.options.pbxId, epoch, newest],
    );
  }

  /** The last event that deliveries were made of. */
  async plannedUpTo(): Promise<Cursor | undefined> {
    const rows: CursorRow[] = await this.db.query(
      'SELECT epoch, sequence FROM webhook_cursor WHERE pbx_id = $1',
      [this.plan.options.pbxId],
    );
    return rows[0] && toCursor(rows[0]);
  }

  private report({ first, last }: Forgotten): void {
    this.plan.errors.report({
      ...{ severity: 'error', component: 'webhooks', code: 'WEBHOOK_EVENTS_FORGOTTEN' },
      message: `${last - first + 1} events were past retention before webhooks could get them.`,
      detail: `Events ${first} to ${last} are not in the log any more.`,
      remedy: 'Let programs that count on webhooks compare their data with the call history.',
    });
  }

  private async lockCursor(transaction: EntityManager): Promise<Cursor | undefined> {
    const rows: CursorRow[] = await transaction.query(
      'SELECT epoch, sequence FROM webhook_cursor WHERE pbx_id = $1 FOR UPDATE SKIP LOCKED',
      [this.plan.options.pbxId],
    );
    return rows[0] && toCursor(rows[0]);
  }
}

const toCursor = ({ epoch, sequence }: CursorRow): Cursor => ({
  epoch,
  sequence: Number(sequence),
});
