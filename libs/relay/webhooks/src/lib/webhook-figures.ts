import { EventLog } from '@3cx-relay/event-log';
import { errorMessage } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeliveryPlanner } from './delivery-planner';
import { WebhooksOptions } from './webhooks.options';

/** How all webhooks fare together, over all nodes. */
export interface WebhookState {
  /** Deliveries that wait for endpoints that are enabled. */
  readonly waiting: number;
  /** When the oldest of them was made, in milliseconds since the epoch. */
  readonly oldestAt: number | null;
  /** Events of the log that no deliveries were made of yet. */
  readonly unplanned: number;
  readonly endpoints: { readonly closed: number; readonly open: number; readonly disabled: number };
}

interface Row {
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly closed: number;
  readonly open: number;
  readonly disabled: number;
}

/** Reads the figures of the queue from the store. */
@Injectable()
export class WebhookFigures {
  private readonly logger = new Logger(WebhookFigures.name);
  private reading: Promise<WebhookState | null> | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly log: EventLog,
    private readonly planner: DeliveryPlanner,
    private readonly options: WebhooksOptions,
  ) {}

  /**
   * Whoever asks while it is being read gets the same; `null` without the store, which is said once
   * and not by each figure.
   */
  read(): Promise<WebhookState | null> {
    this.reading ??= this.fetch()
      .catch((error: unknown) => {
        this.logger.warn(`the figures of the webhooks were not read: ${errorMessage(error)}`);
        return null;
      })
      .finally(() => {
        this.reading = null;
      });
    return this.reading;
  }

  private async fetch(): Promise<WebhookState> {
    const rows: Row[] = await this.db.query(FIGURES, [this.options.pbxId]);
    const { waiting, oldest, ...endpoints } = rows[0] ?? NONE;
    return {
      waiting,
      oldestAt: oldest?.getTime() ?? null,
      unplanned: await this.unplanned(),
      endpoints,
    };
  }

  private async unplanned(): Promise<number> {
    const planned = await this.planner.plannedUpTo();
    if (!planned) return 0;
    const { epoch, newest } = this.log.position();
    return Math.max(0, newest - (planned.epoch === epoch ? planned.sequence : 0));
  }
}

const NONE: Row = { waiting: 0, oldest: null, closed: 0, open: 0, disabled: 0 };

const FIGURES = `
  SELECT waiting, oldest, closed, open, disabled
    FROM (SELECT count(*)::int AS waiting, min(d.created_at) AS oldest
            FROM webhook_deliveries d
            JOIN webhook_endpoints w ON w.pbx_id = d.pbx_id AND w.id = d.endpoint_id
           WHERE d.pbx_id = $1 AND d.state = 'pending' AND w.enabled) AS queue,
         (SELECT count(*) FILTER (WHERE enabled AND probe_at IS NULL)::int AS closed,
                 count(*) FILTER (WHERE enabled AND probe_at IS NOT NULL)::int AS open,
                 count(*) FILTER (WHERE NOT enabled)::int AS disabled
            FROM webhook_endpoints WHERE pbx_id = $1) AS endpoints`;
