import { isPbxError, PbxError, PbxTokenSource } from '@3cx-relay/pbx-connection';
import { backoffDelayMs, Clock, Random } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { TokenRequest } from './token-request';

interface HeldToken {
  readonly token: string;
  /** By the monotonic clock. */
  readonly renewFrom: number;
  readonly expiresAt: number;
  /** The same by the wall clock, for people. */
  readonly endsAt: string;
}

/** A token is renewed this long before its end, or a tenth of its life if that is shorter. */
const RENEW_AHEAD_MS = 60_000;
/** Two programs with one API client kill each other's tokens: then at least not in a hot loop. */
const MIN_MINT_INTERVAL_MS = 1_000;
/** The PBX blocks addresses that fail to sign in too often. */
const REFUSED_PAUSE = { initialMs: 2_000, maxMs: 60_000, jitter: 0.2 };

/**
 * Owns the one live token of the API client. Mints one at a time, ahead of `exp`, and anew when
 * told that a token was refused; a refusal of the credentials is believed for a while.
 */
@Injectable()
export class TokenOwner extends PbxTokenSource {
  private held: HeldToken | undefined;
  private minting: Promise<HeldToken> | undefined;
  private mintedAt = Number.NEGATIVE_INFINITY;
  private refusals = 0;
  private refused: { error: PbxError; until: number } | undefined;
  private holds = 0;
  private readonly listeners = new Set<(token: string) => void>();

  constructor(
    private readonly request: TokenRequest,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    super();
  }

  override get expiresAt(): string | null {
    return this.held?.endsAt ?? null;
  }

  async get(signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted();
    const { held } = this;
    if (held && !this.isDue(held)) return held.token;
    // Not tied to the caller's signal: others wait for the same mint.
    this.minting ??= this.mint().finally(() => {
      this.minting = undefined;
    });
    return (await this.minting).token;
  }

  invalidate(token: string): void {
    if (this.held?.token === token) this.held = undefined;
  }

  onRenewed(listener: (token: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  holdRenewal(): () => void {
    this.holds += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.holds -= 1;
      isHeld = false;
    };
  }

  private isDue(held: HeldToken): boolean {
    return this.clock.monotonic() >= (this.holds > 0 ? held.expiresAt : held.renewFrom);
  }

  private async mint(): Promise<HeldToken> {
    if (this.refused && this.clock.monotonic() < this.refused.until) throw this.refused.error;
    const pauseMs = this.mintedAt + MIN_MINT_INTERVAL_MS - this.clock.monotonic();
    if (pauseMs > 0) await this.clock.sleep(pauseMs);
    const isFirst = this.mintedAt === Number.NEGATIVE_INFINITY;
    const askedAt = this.clock.monotonic();
    const { token, lifeSeconds } = await this.ask();
    this.mintedAt = this.clock.monotonic();
    const lifeMs = lifeSeconds * 1_000;
    this.held = {
      token,
      renewFrom: askedAt + lifeMs - Math.min(RENEW_AHEAD_MS, lifeMs / 10),
      expiresAt: askedAt + lifeMs,
      endsAt: new Date(this.clock.now() + lifeMs).toISOString(),
    };
    if (!isFirst) for (const listener of this.listeners) listener(token);
    return this.held;
  }

  private async ask() {
    try {
      const minted = await this.request.mint();
      this.refusals = 0;
      this.refused = undefined;
      return minted;
    } catch (error) {
      if (isPbxError(error, 'unauthorized', 'forbidden')) {
        const pause = backoffDelayMs(REFUSED_PAUSE, this.refusals, this.random.next());
        this.refusals += 1;
        this.refused = { error, until: this.clock.monotonic() + pause };
      }
      throw error;
    }
  }
}
