/** What the app tells this room; the class is the injection token. */
export class WebhooksOptions {
  constructor(
    readonly pbxId: string,
    /** `//` and the host of the PBX, as in every event. */
    readonly source: string,
    readonly version: string,
    /** Private networks that may be reached, as CIDRs. */
    readonly allowNetworks: readonly string[] = [],
  ) {}
}

/** Seals the secrets of endpoints for the store; bound by the app. */
export abstract class SecretKeeper {
  /** @param context what it belongs to: sealed bytes do not open for another */
  abstract seal(plain: Buffer, context: string): Buffer;
  /** @throws Error when key or context differ */
  abstract open(sealed: Buffer, context: string): Buffer;
}
