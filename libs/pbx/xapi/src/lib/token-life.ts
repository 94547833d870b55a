import { z } from 'zod';

/** Some versions of the PBX count `expires_in` in minutes; a token that short does not exist. */
const MINUTES_UP_TO = 600;
const SECONDS_PER_MINUTE = 60;

const claimsSchema = z.object({ exp: z.number(), iat: z.number() });

/**
 * How long a token lives, in seconds: by its own `exp` and `iat`, which do not depend on our
 * clock; for what is not a JWT by `expires_in`, of which small values are minutes.
 */
export function tokenLifeSeconds(token: string, expiresIn: number): number {
  const claims = claimsSchema.safeParse(payloadOf(token));
  if (claims.success && claims.data.exp > claims.data.iat) {
    return claims.data.exp - claims.data.iat;
  }
  return expiresIn <= MINUTES_UP_TO ? expiresIn * SECONDS_PER_MINUTE : expiresIn;
}

function payloadOf(token: string): unknown {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof Error || error !== null) return undefined;
    throw error;
  }
}
