import { MAX_WAITING, PasswordHasher } from './password-hasher';

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

  it('refuses rather than queue without end', async () => {
    const busy = new PasswordHasher();
    const flood = Array.from({ length: MAX_WAITING + 5 }, () => busy.matches('x', null));
    const outcomes = await Promise.allSettled(flood);
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 5 });
    expect(await busy.matches('x', null)).toBe(false);
  }, 30_000);

  it('does not take a longer text for the password it begins with', async () => {
    const password = 'x'.repeat(72);
    const stored = await hasher.hash(password);
    expect(await hasher.matches(password, stored)).toBe(true);
    expect(await hasher.matches(`${password}y`, stored)).toBe(false);
  });
});
