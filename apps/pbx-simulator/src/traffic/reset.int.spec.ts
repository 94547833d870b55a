import { describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { Simulated } from '../testing/simulated';

const CALLS = 12;

describe('a fresh PBX', () => {
  it('draws the calls that the one before drew, and strikes with the same chance', async () => {
    const pbx = await Simulated.start('--speed=50', '--calls-per-minute=60');
    try {
      const drawn = async () => {
        const { truths } = pbx.simulator.pbx;
        await until(`${CALLS} calls were drawn`, () => truths.length >= CALLS);
        return truths.slice(0, CALLS).map(({ direction, from }) => [direction, from]);
      };
      const struck = async () => {
        await pbx.post('/_sim/faults', { kind: 'refuse', share: 0.5 });
        const statuses = [];
        for (let n = 0; n < 16; n += 1) statuses.push((await pbx.get('/nowhere')).status);
        return statuses;
      };
      const before = { calls: await drawn(), statuses: await struck() };
      expect(new Set(before.statuses)).toEqual(new Set([404, 503]));
      await pbx.post('/_sim/reset');
      expect({ calls: await drawn(), statuses: await struck() }).toEqual(before);
    } finally {
      await pbx.stop();
    }
  }, 60_000);
});

describe('the truth', () => {
  it('has the last calls, and says so to whoever asks for those before', async () => {
    const pbx = await Simulated.start('--speed=10', '--kept-calls=2');
    try {
      const begun: string[] = [];
      for (const [index, from] of ['100', '102', '104'].entries()) {
        await pbx.ended(await pbx.place({ from, to: '101', answer: 'never', giveUpAfterMs: 100 }));
        begun.push(pbx.simulator.pbx.truths.at(-1)?.startedAt ?? String(index));
      }
      const { items } = (await pbx.get('/_sim/truth')).body as { items: { from: string }[] };
      expect(items.map(({ from }) => from)).toEqual(['102', '104']);
      const old = await pbx.get(`/_sim/truth?since=${begun[0]}`);
      expect(old.status).toBe(410);
      expect(old.body).toMatchObject({
        errors: [{ field: 'since', message: expect.stringContaining(String(begun[1])) }],
      });
      expect((await pbx.get(`/_sim/truth?since=${begun[1]}`)).body).toEqual({ items });
      await pbx.post('/_sim/reset');
      expect((await pbx.get(`/_sim/truth?since=${begun[0]}`)).body).toEqual({ items: [] });
    } finally {
      await pbx.stop();
    }
  }, 30_000);
});
