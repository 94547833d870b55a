import { readCookie, readToken } from './cookies';

describe('cookies', () => {
  it('reads one of several, by its whole name', () => {
    const header = 'x_admin_token=no; theme=dark;  admin_token=a.b=c; admin_token2=no';
    expect(readCookie(header, 'admin_token')).toBe('a.b=c');
    expect(readCookie(header, 'missing')).toBeUndefined();
    expect(readCookie(undefined, 'admin_token')).toBeUndefined();
  });

  it('takes a bearer token before the cookie, and says which it was', () => {
    const cookie = 'admin_token=from-cookie';
    expect(readToken({ authorization: 'Bearer abc', cookie })).toEqual({
      token: 'abc',
      byCookie: false,
    });
    expect(readToken({ cookie })).toEqual({ token: 'from-cookie', byCookie: true });
    expect(readToken({ authorization: 'Basic abc' })).toBeUndefined();
    expect(readToken({ cookie: 'admin_token=' })).toBeUndefined();
  });
});
