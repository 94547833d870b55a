import { clientAddress, isWithin, plainAddress } from './networks';

describe('networks of a key', () => {
  it.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['192.0.2.7', ['192.0.2.7'], true],
    ['192.0.2.8', ['192.0.2.7'], false],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db8::1', ['10.0.0.0/8'], false],
    ['10.1.2.3', ['::/0'], false],
    ['127.0.0.1', ['loopback'], true],
    ['::1', ['loopback'], true],
    ['10.0.0.1', [], false],
    ['nonsense', ['0.0.0.0/0'], false],
    ['10.0.0.1', ['nonsense'], false],
  ])('%s in %j is %s', (address, networks, expected) => {
    expect(isWithin(address, networks)).toBe(expected);
  });

  it('reads addresses in brackets, with a port or with a zone', () => {
    expect(plainAddress('[2001:db8::1]:443')).toBe('2001:db8::1');
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
    expect(plainAddress('unknown')).toBeUndefined();
  });
});

describe('the address of a client', () => {
  const proxies = ['loopback', '10.0.0.0/8'];

  it('is the peer when that is no proxy, whatever it claims', () => {
    expect(clientAddress('203.0.113.9', '192.0.2.1', proxies)).toBe('203.0.113.9');
  });

  it('is what the nearest trusted proxy saw', () => {
    expect(clientAddress('127.0.0.1', '192.0.2.1', proxies)).toBe('192.0.2.1');
  });

  it('never goes past the first hop that is not trusted', () => {
    expect(clientAddress('127.0.0.1', '6.6.6.6, 192.0.2.1, 10.0.0.2', proxies)).toBe('192.0.2.1');
  });

  it('stops at what is no address', () => {
    expect(clientAddress('127.0.0.1', 'evil, 10.0.0.2', proxies)).toBe('10.0.0.2');
  });
});
