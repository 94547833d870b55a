import { readHandshake } from './handshake';

const cookie = 'admin_token=abc';
const host = 'relay.example.com:8082';

describe('readHandshake', () => {
  it('takes a token of auth, a bearer token, or the cookie', () => {
    expect(readHandshake({ headers: { cookie }, auth: { token: 'own' } }, null).token).toBe('own');
    expect(readHandshake({ headers: { authorization: 'Bearer b' }, auth: {} }, null).token).toBe(
      'b',
    );
    expect(readHandshake({ headers: { cookie }, auth: undefined }, null).token).toBe('abc');
    expect(() => readHandshake({ headers: {}, auth: {} }, null)).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });

  it('believes a cookie from our own pages alone', () => {
    const publicUrl = 'https://relay.example.org';
    const from = (origin: string, more = {}) =>
      readHandshake({ headers: { cookie, host, origin, ...more }, auth: {} }, publicUrl).token;
    const refused = expect.objectContaining({ code: 'CSRF_FAILED' });
    expect(from(`http://${host}`)).toBe('abc');
    expect(from('https://pbx.example.com', { 'x-forwarded-host': 'pbx.example.com' })).toBe('abc');
    expect(from('https://relay.example.org')).toBe('abc');
    expect(() => from('https://relay.example.com')).toThrow(refused);
    expect(() => from('null')).toThrow(refused);
  });

  it('refuses what is no handshake of ours', () => {
    expect(() => readHandshake({ headers: {}, auth: { token: 7 } }, null)).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    );
  });
});
