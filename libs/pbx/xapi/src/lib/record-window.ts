import type { CallRecord } from '@3cx-relay/pbx-connection';

/**
 * Remembers which records were handed out, so that looking back is cheap for whoever reads.
 * What was handed out counts only once its cursor came back: then it is stored.
 */
export class RecordWindow {
  private known = new Map<string, string>();
  private pending: { cursor: string; records: readonly CallRecord[] } | undefined;

  constructor(private readonly capacity = 50_000) {}

  /** To be called with the cursor that a read begins from. */
  acknowledge(cursor: string | null): void {
    if (this.pending && this.pending.cursor === cursor) {
      for (const record of this.pending.records) this.remember(record);
    } else if (this.pending) {
      this.known.clear();
    }
    this.pending = undefined;
  }

  /** Those not handed out before with the same content. */
  unknown(records: readonly CallRecord[]): CallRecord[] {
    return records.filter((record) => this.known.get(record.callHistoryId) !== record.hash);
  }

  handOut(cursor: string, records: readonly CallRecord[]): void {
    this.pending = { cursor, records };
  }

  private remember(record: CallRecord): void {
    this.known.delete(record.callHistoryId);
    this.known.set(record.callHistoryId, record.hash);
    if (this.known.size <= this.capacity) return;
    const oldest = this.known.keys().next().value;
    if (oldest !== undefined) this.known.delete(oldest);
  }
}
