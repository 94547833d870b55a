import { RelayError, type Scope } from '@3cx-relay/contracts';
import { Injectable } from '@nestjs/common';
import type { Credentials } from './credentials';
import { KeyChecker } from './key-checker';
import { type Principal, requireScope } from './principal';
import { RateLimiter, type RateLimitState } from './rate-limiter';
import { TicketsService } from './tickets.service';
import { UsageRecorder } from './usage.recorder';

export interface Admission {
  readonly principal: Principal;
  /** For the `RateLimit-*` headers; undefined for a key without a limit. */
  readonly rateLimit: RateLimitState | undefined;
}

export interface AdmissionRequest {
  readonly credentials: Credentials | undefined;
  /** Of the client, past trusted proxies. */
  readonly address: string;
  /** Absent: any key will do. */
  readonly scope?: Scope | undefined;
  /** Told whose key it is, before limits and scope are looked at. */
  readonly onKey?: (principal: Principal) => void;
  /** Told the limits before any refusal, so that a refused request shows them too. */
  readonly onRateLimit?: (state: RateLimitState) => void;
}

/** The one door for requests and connections alike: key or ticket, limit, scope, in this order. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly keys: KeyChecker,
    private readonly tickets: TicketsService,
    private readonly limiter: RateLimiter,
    private readonly usage: UsageRecorder,
  ) {}

  /**
   * @throws RelayError UNAUTHENTICATED, INVALID_KEY, INVALID_TICKET, KEY_REVOKED, KEY_EXPIRED,
   *   NETWORK_NOT_ALLOWED, TOO_MANY_REQUESTS, INSUFFICIENT_SCOPE or STORE_UNAVAILABLE
   */
  async admit(request: AdmissionRequest): Promise<Admission> {
    const { credentials, address } = request;
    if (!credentials) throw new RelayError('UNAUTHENTICATED');
    const principal =
      credentials.kind === 'ticket'
        ? await this.tickets.redeem(credentials.text, address)
        : await this.keys.check(credentials.text, address);
    request.onKey?.(principal);
    const rateLimit = this.limiter.take(principal.keyId, principal.rateLimitPerMinute);
    if (rateLimit) request.onRateLimit?.(rateLimit);
    if (rateLimit?.allowed === false) {
      throw new RelayError('TOO_MANY_REQUESTS', {
        detail: `The key may make ${rateLimit.limit} requests a minute.`,
        retryAfterSeconds: rateLimit.resetSeconds,
      });
    }
    if (request.scope) requireScope(principal, request.scope);
    return { principal, rateLimit };
  }

  /** Counts what became of it. @param route a pattern, such as `GET /relay/events` */
  record(principal: Principal, route: string, failed: boolean): void {
    this.usage.record(principal.keyId, route, failed);
  }
}
