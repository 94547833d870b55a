import type { PbxAddress } from './pbx-address';

/** How to reach the PBX; bound by the app from the settings. */
export class PbxConnectionOptions {
  constructor(
    readonly address: PbxAddress,
    readonly trust: PbxTrust = {},
    /** Longest wait for a whole answer. */
    readonly requestTimeoutMs = 15_000,
  ) {}
}

/** Which certificates are believed; the system's when both are absent. */
export interface PbxTrust {
  /** PEM text of `PBX_CA_FILE`, trusted besides the system's. */
  readonly ca?: string;
  /** `PBX_TLS_INSECURE`: any certificate is believed. */
  readonly insecure?: boolean;
}
