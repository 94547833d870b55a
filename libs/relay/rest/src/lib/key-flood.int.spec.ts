import { mintSecret, readKey, writeKey } from '@3cx-relay/api-keys';
import { RestWorld } from './testing/rest-world';

const FLOODER = '198.51.100.7';

/** A key whose secret alone is wrong: the dearest to refuse. */
function wrongKeyOf(key: string): string {
  return writeKey(readKey(key)?.id ?? '', mintSecret());
}

/** Sends wrong keys from one address, many at a time, for as long as it is let. */
class Flood {
  readonly answers = new Map<number, number>();
  private isOver = false;
  private readonly lanes: Promise<void>[];

  constructor(
    private readonly ask: () => Promise<Response>,
    lanes: number,
  ) {
    this.lanes = Array.from({ length: lanes }, () => this.run());
  }

  /** Each of these cost a comparison; the others were turned away before. */
  get compared(): number {
    return this.answers.get(401) ?? 0;
  }

  async untilCompared(count: number): Promise<void> {
    while (this.compared < count) await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.lanes);
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      const answer = await this.ask();
      await answer.text();
      this.answers.set(answer.status, (this.answers.get(answer.status) ?? 0) + 1);
    }
  }
}

describe('a flood of wrong keys', () => {
  let world: RestWorld;
  let key: string;
  let flood: Flood;

  beforeAll(async () => {
    world = await RestWorld.start();
    key = await world.key();
    expect(await statusOf(key, '192.0.2.1')).toBe(200);
    flood = new Flood(() => ask(wrongKeyOf(key), FLOODER), 40);
    await flood.untilCompared(3);
  }, 60_000);
  afterAll(async () => {
    await flood.stop();
    await world.stop();
  }, 30_000);

  const ask = (sent: string, address: string) =>
    world.get('/relay/active-calls', sent, { 'x-forwarded-for': address });

  async function statusOf(sent: string, address: string): Promise<number> {
    const answer = await ask(sent, address);
    await answer.text();
    return answer.status;
  }

  it.each([
    ['another', '192.0.2.1'],
    ['the same', FLOODER],
  ])('does not hold up a key that was used before, from %s address', async (_which, address) => {
    const before = flood.compared;
    const statuses = new Set<number>();
    for (let n = 0; n < 200; n += 1) statuses.add(await statusOf(key, address));
    expect(statuses).toEqual(new Set([200]));
    expect(flood.compared - before).toBeLessThan(200);
  });

  it('lets a key that is new here, from another address, wait for two comparisons at most', async () => {
    for (let n = 0; n < 5; n += 1) {
      const fresh = await world.key();
      const before = flood.compared;
      expect(await statusOf(fresh, `192.0.2.${10 + n}`)).toBe(200);
      // One more may have been answered, and not been read, when it was sent.
      expect(flood.compared - before).toBeLessThanOrEqual(3);
    }
  });

  it('is turned away past a bound, and told when to come again', async () => {
    const turnedAway = async () => {
      const answer = await ask(wrongKeyOf(key), FLOODER);
      await answer.text();
      return answer.status === 429 ? answer : undefined;
    };
    let refused = await turnedAway();
    while (!refused) refused = await turnedAway();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect([...flood.answers.keys()].sort()).toEqual([401, 429]);
  });
});
