import { describe, expect, it } from '@jest/globals';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { selfSigned } from './certificate';

const NOW = Date.parse('2026-02-10T08:00:00Z');

describe('selfSigned', () => {
  const { cert, key } = selfSigned(NOW);
  const certificate = new X509Certificate(cert);

  it('names the loopback addresses', () => {
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('::1')).toBe('::1');
    expect(certificate.checkHost('example.com')).toBeUndefined();
  });

  it('is signed by its own key, as an authority of its own', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(certificate.ca).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
  });

  it('is valid from the day before, for years', () => {
    expect(Date.parse(certificate.validFrom)).toBe(NOW - 86_400_000);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(NOW + 4 * 365 * 86_400_000);
  });

  it('is another one each time', () => {
    expect(new X509Certificate(selfSigned(NOW).cert).serialNumber).not.toBe(
      certificate.serialNumber,
    );
  });
});
