import { SystemClock } from './clock';
import { ManualClock } from './manual-clock';

describe('SystemClock', () => {
  it('wakes a sleeper at once when its signal aborts', async () => {
    const controller = new AbortController();
    const slept = new SystemClock().sleep(3_600_000, controller.signal);
    controller.abort();
    await expect(slept).resolves.toBeUndefined();
  });
});

describe('ManualClock', () => {
  it('wakes sleepers in the order of their time, each at its own time', async () => {
    const clock = new ManualClock(0);
    const woken: [string, number][] = [];
    void clock.sleep(20).then(() => woken.push(['late', clock.now()]));
    void clock.sleep(10).then(() => woken.push(['early', clock.now()]));
    await clock.advance(15);
    expect(woken).toEqual([['early', 10]]);
    expect(clock.sleeping).toBe(1);
    await clock.advance(15);
    expect(woken).toEqual([
      ['early', 10],
      ['late', 20],
    ]);
    expect(clock.now()).toBe(30);
  });
});
