import type { ErrorReport } from '@3cx-relay/errors';

const DAY_MS = 86_400_000;
/** Certificates that renew themselves do so earlier: what is left now was forgotten. */
const WARN_DAYS = 14;

/** What to tell of a certificate that ends soon, or has ended; null while there is time. */
export function certificateWarning(expiresAt: string | null, nowMs: number): ErrorReport | null {
  if (expiresAt === null) return null;
  const daysLeft = Math.floor((Date.parse(expiresAt) - nowMs) / DAY_MS);
  if (daysLeft >= WARN_DAYS) return null;
  const hasEnded = daysLeft < 0;
  return {
    severity: hasEnded ? 'error' : 'warning',
    component: 'xapi',
    code: hasEnded ? 'PBX_CERTIFICATE_EXPIRED' : 'PBX_CERTIFICATE_EXPIRES',
    message: hasEnded ? "The PBX's certificate has expired" : "The PBX's certificate expires soon",
    detail: `It ${hasEnded ? 'ended' : 'ends'} on ${expiresAt.slice(0, 10)}.`,
    remedy: 'Renew the certificate on the PBX; without a valid one the relay cannot connect.',
  };
}
