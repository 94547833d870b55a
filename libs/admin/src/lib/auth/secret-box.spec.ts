import { randomBytes } from 'node:crypto';
import { deriveKey, SecretBox } from './secret-box';

describe('SecretBox', () => {
  const box = new SecretBox(randomBytes(32));
  const secret = Buffer.from('JBSWY3DPEHPK3PXP');

  it('opens what it sealed', () => {
    expect(box.open(box.seal(secret, 'totp:1'), 'totp:1')).toEqual(secret);
  });

  it('does not open for another row, with another key, or changed bytes', () => {
    const sealed = box.seal(secret, 'totp:1');
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(30) ^ 1, 30);
    expect(() => box.open(sealed, 'totp:2')).toThrow();
    expect(() => new SecretBox(randomBytes(32)).open(sealed, 'totp:1')).toThrow();
    expect(() => box.open(changed, 'totp:1')).toThrow();
  });

  it('never seals to the same bytes twice', () => {
    expect(box.seal(secret, 'x').equals(box.seal(secret, 'x'))).toBe(false);
  });

  it('derives another key for another purpose', () => {
    expect(deriveKey('s', 'admin token').equals(deriveKey('s', 'csrf'))).toBe(false);
  });
});
