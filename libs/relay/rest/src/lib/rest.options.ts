/** What the app tells this room; the class is the injection token. */
export class RestOptions {
  constructor(
    readonly version: string,
    /** Metrics without a key, to the loopback address alone (`METRICS_PUBLIC`). */
    readonly metricsPublic: boolean = false,
    /** The address that users see; relative to the request when null. */
    readonly publicUrl: string | null = null,
  ) {}
}
