/** What the app tells the log. */
export class EventLogOptions {
  /** Bytes that may wait on disk while the store is away; past it appends are refused. */
  readonly maxSpoolBytes: number;
  /** Folder for what waits. */
  readonly spoolDir: string;
  readonly retentionDays: number;

  constructor(
    /** Names the PBX in every row. */
    readonly pbxId: string,
    /** `source` of the events: `//` and the host of the PBX. */
    readonly source: string,
    more: {
      readonly spoolDir: string;
      readonly maxSpoolBytes?: number;
      readonly retentionDays?: number;
    },
  ) {
    this.spoolDir = more.spoolDir;
    this.maxSpoolBytes = more.maxSpoolBytes ?? 512 * 1024 * 1024;
    this.retentionDays = more.retentionDays ?? 30;
  }
}
