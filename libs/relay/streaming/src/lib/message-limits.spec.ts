import { ManualClock } from '@3cx-relay/util';
import { MessageLimits } from './message-limits';

describe('what a client may send', () => {
  it('is 50 messages a second', async () => {
    const clock = new ManualClock();
    const limits = new MessageLimits(clock);
    for (let i = 0; i < 50; i += 1) expect(limits.allowsMessage()).toBe(true);
    expect(limits.allowsMessage()).toBe(false);
    await clock.advance(1_000);
    expect(limits.allowsMessage()).toBe(true);
  });

  it('is at most four faulty messages in any minute', async () => {
    const clock = new ManualClock();
    const limits = new MessageLimits(clock);
    for (let i = 0; i < 4; i += 1) {
      expect(limits.allowsFault()).toBe(true);
      await clock.advance(10_000);
    }
    expect(limits.allowsFault()).toBe(false);
    await clock.advance(20_001);
    expect(limits.allowsFault()).toBe(false);
    await clock.advance(60_001);
    expect(limits.allowsFault()).toBe(true);
  });
});
