import { type Epoch, type Sequence, type Since, toSequence } from '@3cx-relay/contracts';
import { errorMessage } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ulid } from 'ulid';
import {
  type Alongside,
  type AlongsideWriter,
  type EventDraft,
  EventLog,
  type LogBacklog,
  type LogPosition,
  type ReadPage,
  type ReadRequest,
  type ResolvedPosition,
  type StoredEvent,
} from './event-log';
import { EVENT_COLUMNS, type EventRow, toStoredEvent } from './event-rows';
import { LogWriter } from './log-writer';
import { TailCache } from './tail-cache';

/** Rows that one filtered page looks at: a rare DN must not cost a scan of the whole log. */
const MAX_LOOKED_AT = 20_000;
const CATCH_UP_PAGE = 1_000;

@Injectable()
export class PostgresEventLog extends EventLog {
  private readonly logger = new Logger(PostgresEventLog.name);
  private readonly listeners = new Set<(events: readonly StoredEvent[]) => void>();
  private readonly cache = new TailCache();
  private epoch = '' as Epoch;
  private oldest = toSequence(1);
  /** The last event that listeners were told of. */
  private published = toSequence(0);
  private catchingUp: Promise<void> | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly writer: LogWriter,
  ) {
    super();
    writer.onCommitted = (events) => this.committed(events);
  }

  /** Makes the log if there is none and learns where it stands. To be awaited before use. */
  async open(): Promise<void> {
    await this.db.query(
      'INSERT INTO event_log_head (epoch) VALUES ($1) ON CONFLICT (only_one) DO NOTHING',
      [ulid()],
    );
    const head = await this.head();
    this.epoch = head.epoch;
    this.published = head.newest;
    this.oldest = head.oldest;
  }

  append(drafts: readonly EventDraft[], alongside?: Alongside): Promise<readonly StoredEvent[]> {
    return this.writer.append(drafts, alongside);
  }

  writesAlongside(kind: string, writer: AlongsideWriter): void {
    this.writer.writesAlongside(kind, writer);
  }

  backlog(): LogBacklog {
    return this.writer.backlog;
  }

  async read({ since, limit, upTo, types, dns, visibleDns }: ReadRequest): Promise<ReadPage> {
    const newest = upTo !== undefined && upTo < this.published ? upTo : this.published;
    const isFiltered = types !== undefined || dns !== undefined || visibleDns !== undefined;
    const end = isFiltered ? toSequence(Math.min(newest, since + MAX_LOOKED_AT)) : newest;
    if (end <= since) return { events: [], lookedAt: since };
    const rows: EventRow[] = await this.db.query(
      `SELECT ${EVENT_COLUMNS} FROM events
        WHERE sequence > $1 AND sequence <= $2
          AND ($4::text[] IS NULL OR type = ANY($4))
          AND ($5::text[] IS NULL OR dns IS NULL OR dns && $5)
          AND ($6::text[] IS NULL OR dns IS NULL OR dns && $6)
        ORDER BY sequence LIMIT $3`,
      [since, end, limit, types ?? null, dns ?? null, visibleDns ?? null],
    );
    const events = rows.map(toStoredEvent);
    const last = events.at(-1);
    return { events, lookedAt: last && events.length === limit ? last.sequence : end };
  }

  position(): LogPosition {
    return { oldest: this.oldest, newest: this.published, epoch: this.epoch };
  }

  async reach(since: Since): Promise<void> {
    if (since === 'now' || since <= this.published) return;
    await this.catchUp();
    // The reading that was under way may have begun too early.
    if (since > this.published) await this.catchUp();
  }

  resolve(since: Since, epoch?: string): ResolvedPosition {
    const at = { oldest: this.oldest, sequence: this.published, epoch: this.epoch };
    if (since === 'now') return { from: this.published, recovered: true, ...at };
    const beforeOldest = toSequence(this.oldest - 1);
    const isForeign = epoch !== undefined && epoch !== this.epoch;
    // A position that this log has not reached belongs to another one, whatever its epoch.
    if (isForeign || since > this.published) {
      return { from: beforeOldest, recovered: false, ...at };
    }
    if (since < beforeOldest) return { from: beforeOldest, recovered: false, ...at };
    return { from: since, recovered: true, ...at };
  }

  onAppended(listener: (events: readonly StoredEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tail(since: Sequence): readonly StoredEvent[] | undefined {
    if (since >= this.published) return [];
    return this.cache.after(since);
  }

  /** Retention has moved the beginning of the log. */
  startsAt(oldest: Sequence): void {
    this.oldest = oldest;
  }

  /**
   * Tells listeners of what others have written, by reading it. Calls while it runs are one.
   * @throws what the store says
   */
  async catchUp(): Promise<void> {
    this.catchingUp ??= this.readOn().finally(() => {
      this.catchingUp = null;
    });
    return this.catchingUp;
  }

  private async readOn(): Promise<void> {
    const { newest, oldest } = await this.head();
    this.oldest = oldest;
    while (this.published < newest) {
      const rows: EventRow[] = await this.db.query(
        `SELECT ${EVENT_COLUMNS} FROM events
          WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT ${CATCH_UP_PAGE}`,
        [this.published, newest],
      );
      if (rows.length === 0) return;
      this.publish(rows.map(toStoredEvent));
    }
  }

  private committed(events: readonly StoredEvent[]): void {
    const first = events[0];
    if (first && first.sequence === this.published + 1) return this.publish(events);
    // A commit found out about afterwards, or a former writer's last words: read them in order.
    this.catchUp().catch((error: unknown) =>
      this.logger.warn(`reading what was written failed: ${errorMessage(error)}`),
    );
  }

  private publish(events: readonly StoredEvent[]): void {
    const fresh = events.filter((event) => event.sequence > this.published);
    const last = fresh.at(-1);
    if (!last) return;
    this.cache.push(fresh);
    this.published = last.sequence;
    for (const listener of this.listeners) {
      try {
        listener(fresh);
      } catch (error) {
        // One listener's fault is not the others'.
        this.logger.error(`a listener of the log failed: ${errorMessage(error)}`);
      }
    }
  }

  private async head(): Promise<LogPosition> {
    const rows: { epoch: string; last_sequence: string; oldest_sequence: string }[] =
      await this.db.query('SELECT epoch, last_sequence, oldest_sequence FROM event_log_head');
    const head = rows[0];
    if (!head) throw new Error('the event log has no head: was the store emptied?');
    return {
      epoch: head.epoch as Epoch,
      newest: toSequence(Number(head.last_sequence)),
      oldest: toSequence(Number(head.oldest_sequence)),
    };
  }
}
