import { PasswordHasher } from './password-hasher';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('hashes with 12 rounds of bcrypt and knows the password again', async () => {
    const stored = await hasher.hash('correct horse battery');
    expect(stored).toMatch(/^\$2b\$12\$/);
    expect(await hasher.matches('correct horse battery', stored)).toBe(true);
    expect(await hasher.matches('correct horse batterY', stored)).toBe(false);
  });

  it('lets nobody in as a user who does not exist', async () => {
    expect(await hasher.matches('correct horse battery', null)).toBe(false);
  });

  it('does not take a longer text for the password it begins with', async () => {
    const password = 'x'.repeat(72);
    const stored = await hasher.hash(password);
    expect(await hasher.matches(password, stored)).toBe(true);
    expect(await hasher.matches(`${password}y`, stored)).toBe(false);
  });
});
