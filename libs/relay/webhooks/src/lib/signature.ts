import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function mintSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** As people see it; the signing key is what the part after the prefix decodes to. */
export function writeSecret(secret: Buffer): string {
  return `${PREFIX}${secret.toString('base64')}`;
}

/**
 * The headers of Standard Webhooks, with one signature for each secret that is valid now.
 * @param nowMs milliseconds since the epoch
 */
export function signatureHeaders(
  id: string,
  body: string,
  nowMs: number,
  secrets: readonly Buffer[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signatures = secrets.map((secret) => {
    const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`);
    return `v1,${mac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
