import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SeededRandom } from '@3cx-relay/util';
import { Pbx, type TrueCall } from '../pbx';
import { play, randomScenario, SCENARIO_NAMES } from './scenarios';
import { Traffic } from './traffic';

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-02-10T08:00:00Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

function tenMinutes(seed: number, lateMs = 0, speed = 1): TrueCall[] {
  jest.setSystemTime(Date.parse('2026-02-10T08:00:00Z'));
  const pbx = new Pbx({ seed, speed, extensions: 20 });
  const traffic = new Traffic(pbx, 60);
  traffic.start();
  for (let second = 0; second < 600 / speed; second += 1) {
    jest.setSystemTime(Date.now() + (second % 7 === 0 ? lateMs : 0));
    jest.advanceTimersByTime(1_000 - (second % 7 === 0 ? lateMs : 0));
  }
  traffic.setRate(0);
  pbx.clock.stop();
  return pbx.truths;
}

describe('Traffic', () => {
  it('makes the same calls for the same seed, and others for another', () => {
    const calls = tenMinutes(1);
    expect(tenMinutes(1)).toEqual(calls);
    expect(tenMinutes(2)).not.toEqual(calls);
  });

  it('has the same truth, to the millisecond, on a machine that is now and then late', () => {
    expect(tenMinutes(1, 200)).toEqual(tenMinutes(1));
  });

  it('has the same truth at a higher speed', () => {
    expect(tenMinutes(1, 0, 20)).toEqual(tenMinutes(1));
  });

  it.each([1, 20])('has the same truth where the machine stands still, at speed %d', (speed) => {
    const over = (calls: TrueCall[]) => calls.filter(({ endedAt }) => endedAt !== null);
    const held = over(tenMinutes(1, 950, speed));
    const smooth = new Map(tenMinutes(1).map((call) => [call.callId, call]));
    expect(held.length).toBeGreaterThan(300);
    for (const call of held) expect(call).toEqual(smooth.get(call.callId));
  });

  it('makes about as many calls as it is told', () => {
    const { length } = tenMinutes(3);
    expect(length).toBeGreaterThan(400);
    expect(length).toBeLessThan(720);
  });

  it('follows office hours when it is told to', () => {
    const callsFrom = (time: string) => {
      jest.setSystemTime(Date.parse(time));
      const pbx = new Pbx({ seed: 1, speed: 1, extensions: 20 });
      const traffic = new Traffic(pbx, 60, 'office');
      traffic.start();
      jest.advanceTimersByTime(600_000);
      traffic.setRate(0);
      pbx.clock.stop();
      return pbx.truths.length;
    };
    const night = callsFrom('2026-02-10T02:00:00Z');
    expect(night).toBeLessThan(30);
    expect(callsFrom('2026-02-10T10:20:00Z')).toBeGreaterThan(400);
  });

  it('stops at the rate of none', () => {
    const pbx = new Pbx({ seed: 1, speed: 1, extensions: 20 });
    const traffic = new Traffic(pbx, 60);
    traffic.start();
    traffic.setRate(0);
    jest.advanceTimersByTime(60_000);
    expect(pbx.truths).toEqual([]);
  });
});

describe('scenarios', () => {
  it('all come up in random traffic', () => {
    const random = new SeededRandom(1);
    const seen = new Set(Array.from({ length: 2_000 }, () => randomScenario(random)));
    expect([...seen].sort()).toEqual([...SCENARIO_NAMES].sort());
  });

  it.each([
    ['inbound-answered', 'answered'],
    ['inbound-missed', 'missed'],
    ['inbound-rejected', 'rejected'],
    ['inbound-voicemail', 'voicemail'],
    ['internal', 'answered'],
    ['outbound', 'answered'],
    ['outbound-no-route', 'failed'],
    ['outbound-busy', 'rejected'],
    ['outbound-unanswered', 'abandoned'],
    ['queue', 'answered'],
    ['queue-abandoned', 'abandoned'],
    ['ivr-abandoned', 'abandoned'],
    ['blind-transfer', 'answered'],
    ['attended-transfer', 'answered'],
    ['conference', 'answered'],
    ['parked', 'answered'],
    ['barge-in', 'answered'],
    ['divert-always', 'answered'],
    ['divert-busy', 'answered'],
    ['divert-no-answer', 'answered'],
    ['divert-voicemail', 'voicemail'],
    ['parallel-ring', 'answered'],
    ['queue-waves', 'answered'],
    ['route-point', 'answered'],
    ['outbound-refused', 'rejected'],
    ['inbound-busy', 'rejected'],
    ['internal-missed', 'missed'],
    ['ivr-queue', 'answered'],
    ['ring-group', 'answered'],
  ] as const)('%s comes out as %s', (name, outcome) => {
    const pbx = new Pbx({ seed: 5, speed: 1, extensions: 20 });
    const { truth } = play(pbx, name);
    jest.advanceTimersByTime(300_000);
    expect(truth).toMatchObject({ outcome, endedAt: expect.any(String) });
    expect(pbx.legs.all()).toEqual([]);
    expect(pbx.calls()).toEqual([]);
    for (const call of pbx.truths) {
      expect(call.legs.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    }
  });
});
