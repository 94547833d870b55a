import { RelayError } from '@3cx-relay/contracts';
import { BcryptLane } from './bcrypt-lane';

/** A lane whose comparisons end when the test says so. */
function aLane() {
  const started: { secret: string; end: () => void }[] = [];
  const lane = new BcryptLane(
    (secret) =>
      new Promise((resolve) => started.push({ secret, end: () => resolve(secret === 'right') })),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { lane, started, settle };
}

describe('the bcrypt lane', () => {
  it('never runs more than one at a time', async () => {
    const { lane, started, settle } = aLane();
    const both = [lane.compare('a', 'right', ''), lane.compare('b', 'wrong', '')];
    await settle();
    expect(started).toHaveLength(1);
    started[0]?.end();
    await settle();
    expect(started).toHaveLength(2);
    started[1]?.end();
    expect(await Promise.all(both)).toEqual([true, false]);
  });

  it('lets another party have its turn before the second of one that floods', async () => {
    const { lane, started, settle } = aLane();
    for (let i = 0; i < 4; i += 1) void lane.compare('flood', `wrong${i}`, '');
    void lane.compare('good', 'right', '');
    for (let i = 0; i < 3; i += 1) {
      await settle();
      started.at(-1)?.end();
    }
    expect(started.slice(0, 3).map(({ secret }) => secret)).toContain('right');
  });

  it('refuses a party that has too many waiting, and no other', async () => {
    const { lane } = aLane();
    // One is under way and counts no more.
    for (let i = 0; i < 33; i += 1) lane.compare('flood', 'wrong', '').catch(() => undefined);
    await expect(lane.compare('flood', 'wrong', '')).rejects.toThrow(RelayError);
    void lane.compare('good', 'right', '');
    expect(lane.waiting).toBe(33);
  });

  it('goes on after a comparison failed', async () => {
    let calls = 0;
    const lane = new BcryptLane(async () => {
      calls += 1;
      if (calls === 1) throw new Error('broken hash');
      return true;
    });
    await expect(lane.compare('a', 'x', 'bad')).rejects.toThrow('broken hash');
    await expect(lane.compare('a', 'x', 'good')).resolves.toBe(true);
  });
});
