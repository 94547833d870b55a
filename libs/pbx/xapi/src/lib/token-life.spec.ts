import { tokenLifeSeconds } from './token-life';

const jwt = (claims: object) =>
  ['{"alg":"ES256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('tokenLifeSeconds', () => {
  it.each([60, 3600])('believes the token, not expires_in of %d', (expiresIn) => {
    expect(tokenLifeSeconds(jwt({ iat: 1_000, exp: 4_600 }), expiresIn)).toBe(3_600);
  });

  it.each([
    ['opaque', 60, 3_600],
    ['opaque', 600, 36_000],
    ['opaque', 3_600, 3_600],
    ['a.b.c', 60, 3_600],
    [jwt({ exp: 5 }), 601, 601],
    [jwt({ iat: 9, exp: 9 }), 3_600, 3_600],
  ])('reads expires_in for %s: %d are %d seconds', (token, expiresIn, seconds) => {
    expect(tokenLifeSeconds(token, expiresIn)).toBe(seconds);
  });
});
