/** How the XAPI adapter behaves. Milliseconds. */
export class XapiOptions {
  constructor(
    readonly clientId: string,
    readonly clientSecret: string,
    /** Between looks at the active calls: 1,000 to 5,000. */
    readonly activeCallsIntervalMs = 2_000,
  ) {}
}
