import { describe, expect, it } from '@jest/globals';
import { CallAudio } from './call-audio';
import { bytesOf, mixInto, type Pcm, pcmOf } from './pcm';
import { Track } from './track';
import { samplesOfWav, wavOf } from './wav';

const pcm = (...samples: number[]): Pcm => Int16Array.from(samples);
const ramp = (count: number, from = 1): Pcm =>
  Int16Array.from({ length: count }, (_, n) => from + n);
/** How often the sound crosses zero upwards, that is its tone, in a second of it. */
function pitch(sound: Pcm): number {
  let crossings = 0;
  for (let n = 1; n < sound.length; n += 1) {
    if ((sound[n - 1] ?? 0) < 0 && (sound[n] ?? 0) >= 0) crossings += 1;
  }
  return (crossings * 8_000) / sound.length;
}
const loudest = (sound: Pcm) => sound.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

describe('PCM', () => {
  it('is 16 bit little endian', () => {
    expect([...bytesOf(pcm(1, -2))]).toEqual([1, 0, 0xfe, 0xff]);
    expect(pcmOf(Buffer.from([1, 0, 0xfe, 0xff, 9]))).toEqual(pcm(1, -2));
  });

  it('is clipped where a mix is too loud', () => {
    const target = pcm(30_000, -30_000, 5);
    mixInto(target, pcm(30_000, -30_000, 6));
    expect(target).toEqual(pcm(32_767, -32_768, 11));
  });
});

describe('a WAV file', () => {
  it('comes back as the samples that it was made of', () => {
    const file = wavOf(ramp(100));
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(samplesOfWav(file)).toEqual(ramp(100));
  });

  function wav(channels: number, rate: number, bits: number, data: Buffer, coding = 1): Buffer {
    const file = Buffer.concat([wavOf(pcm()), data]);
    file.writeUInt16LE(coding, 20);
    file.writeUInt16LE(channels, 22);
    file.writeUInt32LE(rate, 24);
    file.writeUInt16LE(bits, 34);
    file.writeUInt32LE(data.length, 40);
    return file;
  }

  it('is brought to mono', () => {
    expect(samplesOfWav(wav(2, 8_000, 16, bytesOf(pcm(10, 20, -4, -8))))).toEqual(pcm(15, -6));
  });

  it('is brought to 8000 Hz', () => {
    expect(samplesOfWav(wav(1, 16_000, 16, bytesOf(pcm(0, 5, 10, 15))))).toEqual(pcm(0, 10));
    expect(samplesOfWav(wav(1, 4_000, 16, bytesOf(pcm(0, 10))))).toEqual(pcm(0, 5, 10, 10));
  });

  it('may be of 8 bit, and have other chunks', () => {
    const file = wav(1, 8_000, 8, Buffer.from([128, 129, 127]));
    const noted = Buffer.concat([
      ...[file.subarray(0, 12), Buffer.from('LIST\x03\0\0\0abc\0', 'latin1'), file.subarray(12)],
    ]);
    expect(samplesOfWav(noted)).toEqual(pcm(0, 256, -256));
  });

  it.each([
    ['text', Buffer.from('hello'), 'no WAV'],
    ['a file without data', wavOf(pcm()).subarray(0, 36), 'no data'],
    ['another coding', wav(1, 8_000, 16, Buffer.alloc(2), 7), 'coding 7'],
    ['24 bit', wav(1, 8_000, 24, Buffer.alloc(3)), '24 bit'],
    ['no channels', wav(0, 8_000, 16, Buffer.alloc(2)), '0 channels'],
    ['a format cut short', Buffer.from('RIFF\0\0\0\0WAVEfmt \x02\0\0\0\x01\0', 'latin1'), 'short'],
  ])('is refused when it is %s', (_, file, why) => {
    expect(() => samplesOfWav(file)).toThrow(why);
  });
});

describe('a track', () => {
  it('is silent where nothing was sent, over the bounds of its blocks', () => {
    const track = new Track();
    track.write(7_998, ramp(4));
    expect(track.read(7_996, 8)).toEqual(pcm(0, 0, 1, 2, 3, 4, 0, 0));
  });

  it('gives what was sent without the pauses', () => {
    const track = new Track();
    track.write(10, ramp(2));
    track.write(12, ramp(2, 3));
    track.write(20_000, ramp(2, 5));
    expect(track.spans).toEqual([
      { from: 10, to: 14 },
      { from: 20_000, to: 20_002 },
    ]);
    expect(track.sent()).toEqual(ramp(6));
  });

  it('keeps the last ten minutes', () => {
    const track = new Track();
    for (let second = 0; second < 700; second += 1) track.write(second * 8_000, ramp(8_000));
    expect(track.size).toBe(600 * 16_000);
    expect(track.spans).toEqual([{ from: 100 * 8_000, to: 700 * 8_000 }]);
    expect(loudest(track.read(99 * 8_000, 8_000))).toBe(0);
    expect(track.read(100 * 8_000, 3)).toEqual(ramp(3));
  });

  it('gives up its oldest second when asked, but not what is needed now', () => {
    const track = new Track();
    for (let second = 0; second < 5; second += 1) track.write(second * 8_000, ramp(8_000));
    expect([track.shed(), track.shed(), track.shed()]).toEqual([true, true, false]);
    expect(track.spans).toEqual([{ from: 16_000, to: 40_000 }]);
  });
});

describe('the sound of a call', () => {
  const heard = (audio: CallAudio, dn: string, at: number, count = 8_000) =>
    audio.mix([dn], at, count);

  it('is silence while nobody speaks', () => {
    expect(loudest(heard(new CallAudio(), '101', 0))).toBe(0);
  });

  it('is a tone from the moment on in which it began, joined without a click', () => {
    const audio = new CallAudio();
    audio.say('101', { kind: 'tone', hz: 440 }, 8_000);
    expect(loudest(heard(audio, '101', 0))).toBe(0);
    expect(pitch(heard(audio, '101', 8_000))).toBeCloseTo(440, -1);
    const whole = heard(audio, '101', 8_000, 320);
    expect(heard(audio, '101', 8_160, 160)).toEqual(whole.slice(160));
    audio.say('101', { kind: 'silence' }, 16_000);
    expect(loudest(heard(audio, '101', 16_000))).toBe(0);
  });

  it('is a file once, or again and again', () => {
    const audio = new CallAudio();
    audio.say('101', { kind: 'wav', samples: ramp(160), repeats: false }, 0);
    expect(heard(audio, '101', 0, 160)).toEqual(ramp(160));
    expect(loudest(heard(audio, '101', 160))).toBe(0);
    audio.say('102', { kind: 'wav', samples: ramp(160), repeats: true }, 0);
    expect(heard(audio, '102', 1_600, 160)).toEqual(ramp(160));
  });

  it('is an echo of the others, 200 ms later, without an echo of the echo', () => {
    const audio = new CallAudio();
    audio.say('101', { kind: 'echo' }, 0);
    audio.say('102', { kind: 'echo' }, 0);
    audio.track('900').write(0, ramp(160));
    expect(heard(audio, '101', 1_600, 160)).toEqual(ramp(160));
    expect(loudest(heard(audio, '101', 3_200, 160))).toBe(0);
  });

  it('is a mix of who is asked for', () => {
    const audio = new CallAudio();
    audio.track('900').write(0, ramp(160));
    audio.track('901').write(0, ramp(160));
    expect(audio.mix(['900', '901'], 0, 2)).toEqual(pcm(2, 4));
    expect(audio.mix(['900'], 0, 2)).toEqual(pcm(1, 2));
  });

  it('knows how much it holds, and gives up what it can', () => {
    const audio = new CallAudio();
    audio.say('101', { kind: 'wav', samples: ramp(100), repeats: false }, 0);
    for (let second = 0; second < 4; second += 1) {
      audio.track('900').write(second * 8_000, ramp(8_000));
    }
    expect(audio.size).toBe(200 + 4 * 16_000);
    expect([audio.shed(), audio.shed()]).toEqual([true, false]);
    expect(audio.size).toBe(200 + 3 * 16_000);
  });
});
