import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { z } from 'zod';
import { AdminOptions } from '../admin-options';
import type { AdminSession } from './admin-session';
import { deriveKey, keyedDigest } from './secret-box';

const claimsSchema = z.object({ sid: z.string(), sub: z.string(), exp: z.number() });
const ALGORITHM = 'HS256';

/**
 * The tokens that name a session. A token alone opens nothing: the session must still be in the
 * store. Each kind is signed with a key of its own, derived from the relay's secret.
 */
@Injectable()
export class SessionTokens {
  private readonly jwt: JwtService;
  private readonly csrfKey: Buffer;
  private readonly deviceKey: Buffer;

  constructor(options: AdminOptions) {
    this.jwt = new JwtService({ secret: deriveKey(options.secret, 'admin token') });
    this.csrfKey = deriveKey(options.secret, 'admin csrf');
    this.deviceKey = deriveKey(options.secret, 'admin device');
  }

  sign(session: Pick<AdminSession, 'id' | 'userId' | 'expiresAt'>): string {
    const exp = Math.floor(session.expiresAt.getTime() / 1_000);
    return this.jwt.sign({ sid: session.id, sub: session.userId, exp }, { algorithm: ALGORITHM });
  }

  /** @returns the id of the session; undefined when we did not sign it or its time is over */
  verify(token: string): string | undefined {
    try {
      const claims: unknown = this.jwt.verify(token, { algorithms: [ALGORITHM] });
      const parsed = claimsSchema.safeParse(claims);
      return parsed.success ? parsed.data.sid : undefined;
    } catch {
      // A forged, cut or expired token: to the caller all are the same, "not signed in".
      return undefined;
    }
  }

  /** Follows from the session, so that every page of it has the same and nothing is stored. */
  csrfToken(sessionId: string): string {
    return keyedDigest(this.csrfKey, sessionId);
  }

  isCsrfToken(sessionId: string, sent: string | undefined): boolean {
    return sent !== undefined && equalInTime(sent, this.csrfToken(sessionId));
  }

  /** Proof, for a year, that a browser signed in as this user (see SignInLimits). */
  deviceToken(username: string, deviceId: string): string {
    return `${deviceId}.${this.deviceProof(username, deviceId)}`;
  }

  /** @returns the id of the device; null when the proof is not for this user */
  readDevice(username: string, token: string | undefined): string | null {
    const [deviceId, proof] = token?.split('.') ?? [];
    if (!deviceId || !proof) return null;
    return equalInTime(proof, this.deviceProof(username, deviceId)) ? deviceId : null;
  }

  private deviceProof(username: string, deviceId: string): string {
    return keyedDigest(this.deviceKey, `${deviceId} ${username.toLowerCase()}`);
  }
}

function equalInTime(sent: string, expected: string): boolean {
  const left = Buffer.from(sent);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
