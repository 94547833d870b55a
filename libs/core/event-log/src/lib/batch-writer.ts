import { formatSequence, toSequence } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { DataSource, type EntityManager } from 'typeorm';
import type { PendingAppend } from './append-queue';
import { EventLogOptions } from './event-log.options';
import type { EventDraft, StoredEvent } from './event-log';
import { EVENT_COLUMNS, type EventRow, toStoredEvent } from './event-rows';
import { FencedError } from './log.errors';

interface HeadRow {
  readonly epoch: string;
  readonly last_sequence: string;
  readonly term: string;
}

/**
 * Writes batches of appends, each in one transaction. The head's row is locked first: it numbers
 * the events and fences a writer whose term is over. The sequence of a failed transaction is
 * given again, so there is no hole.
 */
export class BatchWriter {
  constructor(
    private readonly db: DataSource,
    private readonly options: EventLogOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes entries, all or none.
   * @param isInDoubt an earlier try may have been committed: its events are looked for first
   * @returns the events of each entry
   * @throws FencedError, or whatever the store or an entry's `alongside` said
   */
  async write(
    batch: readonly PendingAppend[],
    term: number,
    isInDoubt: boolean,
  ): Promise<StoredEvent[][]> {
    return this.db.transaction(async (transaction) => {
      const head = await this.lockHead(transaction, term);
      if (isInDoubt) {
        const found = await this.committedBefore(transaction, batch);
        if (found) return found;
      }
      const written = this.number(batch, head);
      await this.insert(transaction, written.flat());
      for (const [index, entry] of batch.entries()) {
        await entry.alongside?.(transaction, written[index] ?? []);
      }
      await this.moveHead(transaction, Number(head.last_sequence) + written.flat().length);
      return written;
    });
  }

  private async lockHead(transaction: EntityManager, term: number): Promise<HeadRow> {
    const rows: HeadRow[] = await transaction.query(
      'SELECT epoch, last_sequence, term FROM event_log_head FOR UPDATE',
    );
    const head = rows[0];
    if (!head || Number(head.term) !== term) throw new FencedError();
    return head;
  }

  /** A commit whose answer was lost: either all of its events are there, or none. */
  private async committedBefore(
    transaction: EntityManager,
    batch: readonly PendingAppend[],
  ): Promise<StoredEvent[][] | null> {
    const ids = batch.flatMap((entry) => entry.ids);
    if (ids.length === 0) return null;
    const rows: EventRow[] = await transaction.query(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE id = ANY($1)`,
      [ids],
    );
    if (rows.length === 0) return null;
    const byId = new Map(rows.map((row) => [row.id, toStoredEvent(row)]));
    return batch.map((entry) => entry.ids.flatMap((id) => byId.get(id) ?? []));
  }

  private number(batch: readonly PendingAppend[], head: HeadRow): StoredEvent[][] {
    const loggedAt = this.clock.nowIso();
    let next = Number(head.last_sequence);
    return batch.map((entry) =>
      entry.drafts.map((draft, index) => {
        next += 1;
        return this.toEvent(draft, entry.ids[index] ?? '', next, head.epoch, loggedAt);
      }),
    );
  }

  private toEvent(
    draft: EventDraft,
    id: string,
    number: number,
    epoch: string,
    loggedAt: string,
  ): StoredEvent {
    const sequence = toSequence(number);
    const { type, subject, time, callId, dns, data } = draft;
    const json = JSON.stringify({
      specversion: '1.0',
      id,
      source: this.options.source,
      type,
      subject,
      time,
      datacontenttype: 'application/json',
      sequence: formatSequence(sequence),
      epoch,
      data: { ...data, loggedAt },
    });
    return { sequence, id, type, callId, dns, time, json };
  }

  private async insert(transaction: EntityManager, events: readonly StoredEvent[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(({ sequence, id, type, callId, dns, time, json }) => ({
      ...{ sequence, id, type, time, dns, body: json },
      call_id: callId,
    }));
    await transaction.query(
      `INSERT INTO events (sequence, pbx_id, id, type, call_id, dns, time, logged_at, body)
       SELECT sequence, $1, id, type, call_id, dns, time, now(), body
         FROM json_to_recordset($2::json) AS fresh (
           sequence bigint, id text, type text, call_id text, dns text[], time timestamptz, body text)`,
      [this.options.pbxId, JSON.stringify(rows)],
    );
  }

  private async moveHead(transaction: EntityManager, last: number): Promise<void> {
    await transaction.query('UPDATE event_log_head SET last_sequence = $1', [last]);
    // Heard by followers after the commit, and only then.
    await transaction.query("SELECT pg_notify('event_log', $1)", [String(last)]);
  }
}
