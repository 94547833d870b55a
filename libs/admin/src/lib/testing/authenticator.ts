import type { Clock } from '@3cx-relay/util';
import { totpCode, totpStep } from '../auth/totp';
import type { AdminClient } from './admin-client';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that an authenticator app would show now. */
export function codeOf(secret: Buffer, clock: Clock): string {
  return totpCode(secret, totpStep(clock.now()));
}

/** Sets a second factor up, and reads the secret as an app reads it. */
export async function newTotp(client: AdminClient, currentPassword: string, clock: Clock) {
  const { body } = await client.post('/admin/totp/setup', { currentPassword });
  const secret = fromBase32(String(body['secret']));
  return { secret, code: codeOf(secret, clock) };
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
