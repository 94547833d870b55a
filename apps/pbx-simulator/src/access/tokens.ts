import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ApiClient } from './clients';

const LIFE_SECONDS = 3_600;

/** Since 20.0.9 `expires_in` counts seconds; before it counted minutes (3cx/auth.md section 2). */
export function expiresInOf(version: string): number {
  const [, , update = 0] = version.split('.').map(Number);
  return update >= 9 ? 3_600 : 60;
}

interface Issued {
  readonly client: ApiClient;
  readonly expiresAt: number;
}

/** Tokens of the API clients: a new one ends the one before it. */
export class Tokens {
  private readonly key: KeyObject;
  private readonly live = new Map<string, Issued>();
  private serial = 0;
  /** A fault: whether a token is dead from the beginning. */
  isStillborn: () => boolean = () => false;
  /** Hears whose token was ended by a new one. */
  superseded: (clientId: string) => void = () => undefined;

  constructor(
    private readonly now: () => number,
    /** Several tokens of a client may live side by side. */
    private readonly lenient = false,
  ) {
    this.key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  }

  issue(client: ApiClient): string {
    if (!this.lenient && this.revoke(client.id)) this.superseded(client.id);
    const issuedAt = Math.floor(this.now() / 1_000);
    this.serial += 1;
    const token = this.jwt({
      ...{ sub: client.id, client_id: client.id, iat: issuedAt, exp: issuedAt + LIFE_SECONDS },
      ...{ role: [client.role, 'Enterprise'], jti: String(this.serial) },
    });
    if (this.isStillborn()) return token;
    this.live.set(token, { client, expiresAt: (issuedAt + LIFE_SECONDS) * 1_000 });
    return token;
  }

  /** The client that a token belongs to; `undefined` when it is dead. */
  clientOf(token: string): ApiClient | undefined {
    const issued = this.live.get(token);
    if (!issued || issued.expiresAt <= this.now()) return undefined;
    issued.client.lastUsedAt = this.now();
    return issued.client;
  }

  /** @returns whether the client had a token */
  revoke(clientId: string): boolean {
    const dead = [...this.live].filter(([, { client }]) => client.id === clientId);
    for (const [token] of dead) this.live.delete(token);
    return dead.length > 0;
  }

  /** @returns the clients whose tokens were meant and are dead now */
  revokeAll(isMeant: () => boolean = () => true): string[] {
    const meant = [...this.live].filter(() => isMeant());
    for (const [token] of meant) this.live.delete(token);
    return meant.map(([, { client }]) => client.id);
  }

  private jwt(claims: Record<string, unknown>): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = `${part({ alg: 'ES256', typ: 'JWT', kid: 'simulator-1' })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(body), {
      key: this.key,
      dsaEncoding: 'ieee-p1363',
    });
    return `${body}.${signature.toString('base64url')}`;
  }
}
