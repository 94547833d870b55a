import { formatSequence, toSequence } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { DataSource, type EntityManager } from 'typeorm';
import { EventLogOptions } from './event-log.options';
import type { AlongsideWriter, EventDraft, StoredEvent } from './event-log';
import { EVENT_COLUMNS, type EventRow, toStoredEvent } from './event-rows';
import { FencedError } from './log.errors';
import type { Entry } from './spool';

interface HeadRow {
  readonly epoch: string;
  readonly last_sequence: string;
  readonly last_entry: string;
  readonly term: string;
}

/**
 * Writes batches of entries, each in one transaction. The head's row is locked first: it numbers
 * the events, fences a writer whose term is over, and tells which entries are there already, so
 * that trying again after a lost answer writes nothing twice. The sequence of a failed transaction
 * is given again, so there is no hole.
 */
export class BatchWriter {
  private readonly alongside = new Map<string, AlongsideWriter>();

  constructor(
    private readonly db: DataSource,
    private readonly options: EventLogOptions,
    private readonly clock: Clock,
  ) {}

  writesAlongside(kind: string, writer: AlongsideWriter): void {
    this.alongside.set(kind, writer);
  }

  /**
   * Writes entries, all or none.
   * @returns the events of each entry
   * @throws FencedError, or whatever the store or who writes alongside said
   */
  async write(batch: readonly Entry[], term: number): Promise<StoredEvent[][]> {
    return this.db.transaction(async (transaction) => {
      const head = await this.lockHead(transaction, term);
      const known = Number(head.last_entry);
      const before = batch.filter((entry) => entry.number <= known);
      const fresh = batch.filter((entry) => entry.number > known);
      const found = await this.committedBefore(transaction, before);
      const written = this.number(fresh, head);
      await this.insert(transaction, written.flat());
      for (const [index, entry] of fresh.entries()) {
        await this.writeAlongside(transaction, entry, written[index] ?? []);
      }
      const last = fresh.at(-1);
      if (last) {
        await this.moveHead(transaction, {
          sequence: Number(head.last_sequence) + written.flat().length,
          entry: last.number,
        });
      }
      return [...found, ...written];
    });
  }

  private async lockHead(transaction: EntityManager, term: number): Promise<HeadRow> {
    const rows: HeadRow[] = await transaction.query(
      'SELECT epoch, last_sequence, last_entry, term FROM event_log_head FOR UPDATE',
    );
    const head = rows[0];
    if (!head || Number(head.term) !== term) throw new FencedError();
    return head;
  }

  /** The events of entries that a commit with a lost answer has written. */
  private async committedBefore(
    transaction: EntityManager,
    entries: readonly Entry[],
  ): Promise<StoredEvent[][]> {
    const ids = entries.flatMap((entry) => entry.ids);
    if (ids.length === 0) return entries.map(() => []);
    const rows: EventRow[] = await transaction.query(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE id = ANY($1)`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, toStoredEvent(row)]));
    return entries.map((entry) => entry.ids.flatMap((id) => byId.get(id) ?? []));
  }

  private number(batch: readonly Entry[], head: HeadRow): StoredEvent[][] {
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

  private async writeAlongside(
    transaction: EntityManager,
    { alongside }: Entry,
    events: readonly StoredEvent[],
  ): Promise<void> {
    if (alongside === null) return;
    const write = this.alongside.get(alongside.kind);
    if (!write) throw new Error(`nobody writes ${alongside.kind} alongside events`);
    await write(transaction, alongside.data, events);
  }

  private async moveHead(
    transaction: EntityManager,
    last: { readonly sequence: number; readonly entry: number },
  ): Promise<void> {
    await transaction.query('UPDATE event_log_head SET last_sequence = $1, last_entry = $2', [
      last.sequence,
      last.entry,
    ]);
    // Heard by followers after the commit, and only then.
    await transaction.query("SELECT pg_notify('event_log', $1)", [String(last.sequence)]);
  }
}
