import type { CallId, Dn } from '@3cx-relay/contracts';
import { connectStore, StoreOptions } from '@3cx-relay/store';
import { SCHEMA } from '@3cx-relay/store/testing';
import { aborted, SystemClock, SystemRandom } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import type { EventDraft, StoredEvent } from '../lib/event-log';
import { EventLogOptions } from '../lib/event-log.options';
import { LogFollower } from '../lib/log-follower.worker';
import { LogWriter } from '../lib/log-writer';
import { PostgresEventLog } from '../lib/postgres-event-log';
import { WriterLease, WriterLeaseOptions } from '../lib/writer-lease';

export const clock = new SystemClock();
const random = new SystemRandom();

/** An event that says its number. */
export function draft(n: number, dns: string[] | null = ['101']): EventDraft {
  return {
    type: n % 2 ? 'call.updated' : 'call.ringing',
    subject: `calls/c${n}`,
    time: new Date(n).toISOString(),
    callId: `c${n}` as CallId,
    dns: dns as Dn[] | null,
    data: { n },
  };
}

/** One relay's view of a store: writer, log and lease. */
export class LogNode {
  readonly options: EventLogOptions;
  readonly writer: LogWriter;
  readonly log: PostgresEventLog;
  readonly lease: WriterLease;
  readonly seen: StoredEvent[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  private constructor(
    readonly db: DataSource,
    readonly url: string,
    spool: { readonly spoolDir: string; readonly maxSpoolBytes: number },
  ) {
    this.options = new EventLogOptions('pbx', '//pbx.example.com', spool);
    this.writer = new LogWriter(db, this.options, clock, random);
    this.log = new PostgresEventLog(db, this.writer);
    this.lease = new WriterLease(new WriterLeaseOptions(url), this.options, this.writer, clock);
    this.log.onAppended((events) => this.seen.push(...events));
  }

  static async on(url: string, spoolDir: string, maxSpoolBytes = 10_000_000): Promise<LogNode> {
    const db = await connectStore(new StoreOptions(url, SCHEMA, 'pbx', 5));
    const node = new LogNode(db, url, { spoolDir, maxSpoolBytes });
    await node.log.open();
    return node;
  }

  /** Becomes the writer, or waits to; `work` is what it does as such. */
  candidate(work: (held: AbortSignal) => Promise<void> = aborted): this {
    const { signal } = this.stopping;
    this.running.push(this.lease.run(signal, work));
    return this;
  }

  follow(): this {
    const follower = new LogFollower(new WriterLeaseOptions(this.url), this.log, clock, random);
    this.running.push(follower.run(this.stopping.signal));
    return this;
  }

  /** Ends it without the store's help, as it must when that is away. */
  async abandon(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.db.destroy().catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.db.destroy();
  }
}
