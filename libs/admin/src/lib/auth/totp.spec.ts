import { matchTotp, newTotpSecret, otpauthUrl, toBase32, totpCode, totpStep } from './totp';

describe('TOTP', () => {
  const rfcSecret = Buffer.from('12345678901234567890');

  it('makes the codes of RFC 6238 appendix B', () => {
    const seconds = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000];
    expect(seconds.map((second) => totpCode(rfcSecret, totpStep(second * 1_000)))).toEqual([
      '287082',
      '081804',
      '050471',
      '005924',
      '279037',
      '353130',
    ]);
  });

  it('accepts the code of now, of the step before and of the one after, and no other', () => {
    const now = 1_700_000_000_000;
    const step = totpStep(now);
    const accepted = [-2, -1, 0, 1, 2].map(
      (offset) => matchTotp(rfcSecret, totpCode(rfcSecret, step + offset), now, 0) !== undefined,
    );
    expect(accepted).toEqual([false, true, true, true, false]);
  });

  it('accepts a code once', () => {
    const now = 1_700_000_000_000;
    const code = totpCode(rfcSecret, totpStep(now));
    const used = matchTotp(rfcSecret, code, now, 0);
    expect(used).toBe(totpStep(now));
    expect(matchTotp(rfcSecret, code, now, used ?? 0)).toBeUndefined();
  });

  it('refuses what is no code at all', () => {
    expect(matchTotp(rfcSecret, '', 59_000, 0)).toBeUndefined();
    expect(matchTotp(rfcSecret, '28708２', 59_000, 0)).toBeUndefined();
  });

  it('writes the secret as base32', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(toBase32(newTotpSecret())).toMatch(/^[A-Z2-7]{32}$/);
    expect(otpauthUrl(Buffer.from('foobar'), 'a b', '3cx-relay pbx')).toBe(
      'otpauth://totp/3cx-relay%20pbx%3Aa%20b?secret=MZXW6YTBOI&issuer=3cx-relay%20pbx&algorithm=SHA1&digits=6&period=30',
    );
  });
});
