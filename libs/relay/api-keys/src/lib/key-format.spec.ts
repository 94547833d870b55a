import fc from 'fast-check';
import { mintKey, mintKeyId, mintSecret, readKey, writeKey } from './key-format';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('the format of keys', () => {
  it('is cxr_ID_SECRETCHECK in base62', () => {
    expect(mintKey()).toMatch(/^cxr_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
  });

  it('reads back what it wrote', () => {
    const [id, secret] = [mintKeyId(), mintSecret()];
    expect(readKey(writeKey(id, secret))).toEqual({ id, secret });
  });

  it('refuses a key in which one character was mistyped, wherever it is', () => {
    const key = mintKey();
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: key.length - 1 }),
        fc.constantFrom(...DIGITS),
        (at, digit) => {
          fc.pre(key[at] !== digit);
          expect(readKey(key.slice(0, at) + digit + key.slice(at + 1))).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses anything that is not a key', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readKey(text)).toBeUndefined()));
  });

  it('never makes the same key twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, mintKey)).size).toBe(1_000);
  });

  it('keeps the secret within the 72 bytes that bcrypt reads', () => {
    expect(Buffer.byteLength(mintSecret())).toBeLessThanOrEqual(72);
  });
});
