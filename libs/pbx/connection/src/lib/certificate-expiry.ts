import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { PbxError } from './pbx-errors';

const LIMIT_MS = 5_000;

/**
 * When the certificate of a TLS server ends, whether we trust it or not: ISO 8601.
 * @throws PbxError `unavailable` or `timeout`
 */
export function certificateExpiry(address: URL): Promise<string | null> {
  // A literal IPv6 address is bracketed in a URL alone.
  const host = address.hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(address.port || 443),
      // RFC 6066 knows names alone here, and Node warns of an address.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // Only looked at: nothing is sent over this connection.
      rejectUnauthorized: false,
      timeout: LIMIT_MS,
    });
    socket.once('secureConnect', () => {
      const { valid_to: end } = socket.getPeerCertificate();
      socket.destroy();
      const time = Date.parse(end ?? '');
      resolve(Number.isNaN(time) ? null : new Date(time).toISOString());
    });
    socket.once('timeout', () => {
      socket.destroy();
      reject(new PbxError('timeout', { detail: `${address.host} does not show its certificate.` }));
    });
    socket.once('error', (cause) => {
      reject(
        new PbxError('unavailable', { detail: `${address.host} shows no certificate.`, cause }),
      );
    });
  });
}
