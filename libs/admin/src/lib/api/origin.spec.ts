import type { IncomingMessage } from 'node:http';
import { isEncrypted, originOf } from './origin';

const request = (peer: string, headers: Record<string, string>) =>
  ({ headers, socket: { remoteAddress: peer } }) as unknown as IncomingMessage;

describe('the origin of a request', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };

  it('is what a trusted proxy says', () => {
    const behindProxy = request('127.0.0.1', forwarded);
    expect(originOf(behindProxy, ['loopback']).address).toBe('203.0.113.7');
    expect(isEncrypted(behindProxy, ['loopback'])).toBe(true);
  });

  it('is the peer when the headers come from somebody else', () => {
    const pretender = request('198.51.100.1', forwarded);
    expect(originOf(pretender, ['loopback']).address).toBe('198.51.100.1');
    expect(isEncrypted(pretender, ['loopback'])).toBe(false);
  });
});
