/** What the app tells this room; the class is the injection token. */
export class StreamingOptions {
  constructor(
    /** Proxies whose forwarded headers are believed: CIDRs, addresses or `loopback`. */
    readonly trustProxy: readonly string[] = ['loopback'],
    /** Browser origins that may connect, besides the relay's own. */
    readonly corsOrigins: readonly string[] = [],
    /** The address that users see; from the request when null. */
    readonly publicUrl: string | null = null,
    readonly connectionsPerKey: number = 100,
    readonly connectionsPerNode: number = 10_000,
  ) {}
}
