import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every authenticator app has it: SHA-1, 6 digits, 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** Clocks differ: the code before and the one after the present count too. */
const DRIFT_STEPS = 1;
const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** The code of one time step (HOTP, RFC 4226). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / 1_000 / STEP_SECONDS);
}

/**
 * Finds the time step that a typed code belongs to.
 * @param lastStep the step that was used last: a code works once, so only later ones count
 * @returns the step, to be kept as the next `lastStep`; undefined when the code is wrong
 */
export function matchTotp(
  secret: Buffer,
  typed: string,
  nowMs: number,
  lastStep: number,
): number | undefined {
  const code = Buffer.from(typed.replaceAll(/\s/g, ''));
  const present = totpStep(nowMs);
  let matched: number | undefined;
  // All are compared, whatever the first says, so that time tells nothing.
  for (let step = present - DRIFT_STEPS; step <= present + DRIFT_STEPS; step += 1) {
    const expected = Buffer.from(totpCode(secret, step));
    const equal = code.length === expected.length && timingSafeEqual(code, expected);
    if (equal && step > lastStep) matched = step;
  }
  return matched;
}

export function toBase32(bytes: Buffer): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += BASE32.charAt((value >>> (bits - 5)) & 31);
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32.charAt((value << (5 - bits)) & 31) : text;
}

/** The address that authenticator apps read from a QR code. */
export function otpauthUrl(secret: Buffer, username: string, issuer: string): string {
  const label = encodeURIComponent(`${issuer}:${username}`);
  const query = new URLSearchParams({
    secret: toBase32(secret),
    issuer,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  });
  // Some apps show a plus sign as it stands.
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}
