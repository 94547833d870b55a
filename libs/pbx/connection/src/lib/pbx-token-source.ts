/**
 * The one live token of the API client. A new token kills the one before it, so there is one owner
 * for XAPI and Call Control together, and nobody else mints.
 */
export abstract class PbxTokenSource {
  /** When the token at hand ends, by our clock: ISO 8601; `null` while there is none. */
  abstract get expiresAt(): string | null;
  /**
   * A token that is valid by its own `exp`; mints one when there is none. Parallel calls share
   * one request.
   * @throws PbxError `unauthorized`, `forbidden`, `unavailable` or `timeout`
   */
  abstract get(signal?: AbortSignal): Promise<string>;
  /** The PBX refused this token: the next `get` mints, unless a newer one is here already. */
  abstract invalidate(token: string): void;
  /** Calls back after every new token but the first; returns how to stop. */
  abstract onRenewed(listener: (token: string) => void): () => void;
  /** Before this and while it runs no token is renewed ahead of time: a new one ends its stream. */
  abstract holdRenewal(): () => void;
}
