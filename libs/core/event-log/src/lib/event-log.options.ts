/** What the app tells the log. */
export class EventLogOptions {
  /** Events that may wait in memory while the store is away; past it appends are refused. */
  readonly maxPending: number;
  readonly retentionDays: number;

  constructor(
    /** Names the PBX in every row. */
    readonly pbxId: string,
    /** `source` of the events: `//` and the host of the PBX. */
    readonly source: string,
    more: { readonly maxPending?: number; readonly retentionDays?: number } = {},
  ) {
    this.maxPending = more.maxPending ?? 50_000;
    this.retentionDays = more.retentionDays ?? 30;
  }
}
