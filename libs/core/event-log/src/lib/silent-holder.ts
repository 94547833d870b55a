import type { Client } from 'pg';

/** The first half of the advisory lock's key; the second half names the PBX. */
export const LOCK_CLASS = 3_270_712;
/** So many looks in a row at the same last word of the holder; it says one every second. */
const LOOKS = 20;

interface Holder {
  readonly pid: number;
  /** When it last asked something, by the store's clock. */
  readonly heard: string;
}

/**
 * A writer that stands still (stopped, swapped out, its machine paused) keeps its session, and with
 * it the lock. Whoever stands by ends a session that said nothing for long while the store answered:
 * the writer is fenced by its term when it wakes up.
 */
export class SilentHolder {
  private last: Holder | null = null;
  private looks = 0;

  constructor(private readonly pbxId: string) {}

  /** To be called whenever the lock could not be had. @returns whether its holder was ended */
  async look(session: Client): Promise<boolean> {
    const holder = await this.find(session);
    const isSame =
      holder !== null && holder.pid === this.last?.pid && holder.heard === this.last.heard;
    this.last = holder;
    this.looks = isSame ? this.looks + 1 : 0;
    if (!isSame || this.looks < LOOKS) return false;
    this.forget();
    await session.query('SELECT pg_terminate_backend($1)', [holder.pid]);
    return true;
  }

  /** The store did not answer: it may have kept the holder from speaking, too. */
  forget(): void {
    this.last = null;
    this.looks = 0;
  }

  private async find(session: Client): Promise<Holder | null> {
    const { rows } = await session.query<Holder>(
      `SELECT a.pid, a.state_change::text AS heard
         FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = $1
          AND l.objid::bigint = hashtext($2)::bigint & 4294967295
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND a.state_change IS NOT NULL`,
      [LOCK_CLASS, this.pbxId],
    );
    return rows[0] ?? null;
  }
}
