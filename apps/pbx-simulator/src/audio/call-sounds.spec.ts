import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { type CallFlow, Pbx } from '../pbx';
import { AudioClock } from './audio-clock';
import { CallSounds } from './call-sounds';

const running: Pbx[] = [];
afterEach(() => {
  for (const pbx of running.splice(0)) pbx.reset();
});

const SECOND = 8_000;
const second = () => new Int16Array(SECOND).fill(1);

/** Calls whose sound is kept within a limit; nothing of them moves by itself. */
function givenCalls(count: number, limits: { bytes: number; endedCalls: number }) {
  const pbx = new Pbx({ seed: 1, speed: 1, extensions: 10 });
  const sounds = new CallSounds(() => undefined, new AudioClock(1), limits);
  const calls = Array.from({ length: count }, () => pbx.place('100', '101'));
  pbx.clock.stop();
  const speak = (call: CallFlow | undefined, seconds: number) => {
    if (!call) throw new Error('there is no such call');
    for (let n = 0; n < seconds; n += 1)
      sounds
        .of(call)
        .track('100')
        .write(n * SECOND, second());
  };
  const end = (call: CallFlow | undefined) => call && sounds.callEnded(call.truth);
  return { sounds, calls, speak, end };
}
const found = (sounds: CallSounds, calls: CallFlow[]) =>
  calls.map(({ callId }) => sounds.find(callId) !== undefined);

describe('the sound of calls that are over', () => {
  it('is kept while there is room, and the oldest goes first', () => {
    const { sounds, calls, speak, end } = givenCalls(3, { bytes: 12 * 16_000, endedCalls: 9 });
    for (const call of calls) speak(call, 5);
    for (const call of calls) end(call);
    expect(found(sounds, calls)).toEqual([false, true, true]);
    expect(sounds.size).toBe(10 * 16_000);
  });

  it('is kept of so many calls at most', () => {
    const { sounds, calls, speak, end } = givenCalls(4, { bytes: 1e9, endedCalls: 2 });
    for (const call of calls) speak(call, 1);
    for (const call of calls) end(call);
    expect(found(sounds, calls)).toEqual([false, false, true, true]);
  });

  it('goes before anything of a call that goes on', () => {
    const { sounds, calls, speak, end } = givenCalls(2, { bytes: 8 * 16_000, endedCalls: 9 });
    speak(calls[0], 5);
    speak(calls[1], 5);
    end(calls[1]);
    expect(found(sounds, calls)).toEqual([true, false]);
    expect(sounds.size).toBe(5 * 16_000);
  });
});

describe('the sound of calls that go on', () => {
  it('loses what is long ago, but not what is heard now', () => {
    const { sounds, calls, speak } = givenCalls(2, { bytes: 8 * 16_000, endedCalls: 9 });
    for (const call of calls) speak(call, 10);
    sounds.fit();
    expect(sounds.size).toBe(8 * 16_000);
    expect(found(sounds, calls)).toEqual([true, true]);
  });

  it('stays within what is needed now when there is no room at all', () => {
    const { sounds, calls, speak } = givenCalls(2, { bytes: 0, endedCalls: 0 });
    for (const call of calls) speak(call, 10);
    sounds.fit();
    expect(sounds.size).toBe(2 * 3 * 16_000);
  });

  it('gives up files that were played before, not the one that plays', () => {
    const { sounds, calls } = givenCalls(1, { bytes: 20_000, endedCalls: 9 });
    const [call] = calls;
    if (!call) throw new Error('there is no call');
    const file = { kind: 'wav', samples: second(), repeats: true } as const;
    for (const from of [0, 100, 200]) sounds.of(call).say('100', file, from);
    sounds.fit();
    expect(sounds.size).toBe(16_000);
    expect(sounds.of(call).mix(['100'], 320, 1)[0]).toBe(1);
  });
});

describe('what a program hears', () => {
  function givenThree() {
    const pbx = new Pbx({ seed: 1, speed: 1, extensions: 10 });
    running.push(pbx);
    const sounds = new CallSounds((leg) => pbx.callOfLeg(leg), new AudioClock(1));
    const call = pbx.place('+493012345611', '900');
    const [ringing] = call.ringing?.attempts ?? [];
    const third = pbx.directory.get('105');
    if (!ringing?.leg || !third) throw new Error('nobody rings');
    call.take(ringing);
    pbx.conference.bargeIn(call, third);
    const speak = (dn: string, loudness: number) => {
      const samples = new Int16Array(160).fill(loudness);
      sounds.of(call).say(dn, { kind: 'wav', samples, repeats: true }, 0);
    };
    const leg = ringing.leg;
    const heard = () => [...new Set(sounds.heardBy(leg, 320, 160))];
    return { pbx, call, speak, heard };
  }

  it('is everybody else in the call, who barged in too', () => {
    const { speak, heard } = givenThree();
    speak('+493012345611', 1_000);
    speak('105', 300);
    speak('900', 7);
    expect(heard()).toEqual([1_300]);
  });

  it('is clipped where all speak at once', () => {
    const { speak, heard } = givenThree();
    speak('+493012345611', 30_000);
    speak('105', 30_000);
    expect(heard()).toEqual([32_767]);
  });

  it('is without whoever has left', () => {
    const { pbx, call, speak, heard } = givenThree();
    speak('+493012345611', 1_000);
    speak('105', 300);
    pbx.conference.leave(call, '105');
    expect(heard()).toEqual([1_000]);
  });

  it('is everybody who is in the same conference room', async () => {
    const pbx = new Pbx({ seed: 1, speed: 1, extensions: 10 });
    running.push(pbx);
    const calls = ['900', '101', '102'].map((from) => pbx.place(from, '700'));
    await until('all are in', () => calls.every(({ connected }) => connected !== null));
    const sounds = new CallSounds((leg) => pbx.callOfLeg(leg), new AudioClock(1));
    calls.forEach((call, n) => {
      const samples = new Int16Array(160).fill(10 ** n);
      const dn = call.source.dn?.number ?? '';
      sounds.of(call).say(dn, { kind: 'wav', samples, repeats: true }, 0);
    });
    const heard = calls.map(({ source }) => source.leg && sounds.heardBy(source.leg, 320, 1)[0]);
    expect(heard).toEqual([110, 101, 11]);
  });
});

describe('the audio clock', () => {
  it('counts 8 samples a millisecond, times the speed', () => {
    let now = 5_000;
    const clock = new AudioClock(10, () => now);
    now += 1_000;
    expect(clock.samples()).toBe(80_000);
  });

  it('has frames of 20 ms, between which voices change', () => {
    let now = 0;
    const sounds = new CallSounds(() => undefined, new AudioClock(1, () => now));
    now = 21;
    expect(sounds.now()).toBe(320);
  });
});
