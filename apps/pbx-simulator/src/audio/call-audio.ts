import { FRAME_SAMPLES, mixInto, type Pcm } from './pcm';
import { type SpokenFrom, soundOf, type Voice } from './voice';
import { Track } from './track';

/** About what a conversation over a network takes there and back. */
const ECHO_DELAY = 1_600;
const KEPT_CHANGES = 1_000;
const SILENCE: SpokenFrom = { from: 0, voice: { kind: 'silence' } };

/** What was said in words, for the transcription. */
export interface Words {
  readonly at: number;
  readonly dn: string;
  readonly text: string;
}

/**
 * The sound of one call: what each party says by itself, and what programs sent for it. Parties are
 * told apart by number. All times are samples of the audio clock, and every moment of the past can
 * be heard again.
 */
export class CallAudio {
  readonly words: Words[] = [];
  isOver = false;
  private readonly voices = new Map<string, SpokenFrom[]>();
  private readonly tracks = new Map<string, Track>();

  constructor(readonly callId = 0) {}

  /** Bytes held. */
  get size(): number {
    const tracks = [...this.tracks.values()].reduce((sum, { size }) => sum + size, 0);
    const changes = [...this.voices.values()].flat();
    const played = changes.reduce(
      (sum, { voice }) => sum + (voice.kind === 'wav' ? voice.samples.byteLength : 0),
      0,
    );
    return tracks + played;
  }

  say(dn: string, voice: Voice, at: number): void {
    const changes = this.voices.get(dn) ?? [];
    changes.push({ from: at, voice });
    if (changes.length > KEPT_CHANGES) changes.shift();
    this.voices.set(dn, changes);
  }

  tell(dn: string, text: string, at: number): void {
    this.words.push({ at, dn, text });
    if (this.words.length > KEPT_CHANGES) this.words.shift();
  }

  /** What programs send for a party. */
  track(dn: string): Track {
    const known = this.tracks.get(dn);
    if (known) return known;
    const track = new Track();
    this.tracks.set(dn, track);
    return track;
  }

  /** Forgets the oldest second of each party, then files played before. @returns whether it could */
  shed(): boolean {
    const hasShed = [...this.tracks.values()].map((track) => track.shed()).includes(true);
    return hasShed || this.forgetFile();
  }

  private forgetFile(): boolean {
    for (const changes of this.voices.values()) {
      const at = changes.findIndex(({ voice }) => voice.kind === 'wav');
      const file = changes[at];
      if (!file || at === changes.length - 1) continue;
      changes[at] = { ...file, voice: { kind: 'silence' } };
      return true;
    }
    return false;
  }

  /** These parties together, as somebody beside them hears it; `at` is where a frame begins. */
  mix(dns: readonly string[], at: number, count: number): Pcm {
    const mixed = new Int16Array(count);
    for (let done = 0; done < count; done += FRAME_SAMPLES) {
      const step = mixed.subarray(done, Math.min(done + FRAME_SAMPLES, count));
      for (const dn of dns) mixInto(step, this.sound(dn, at + done, step.length));
    }
    return mixed;
  }

  private sound(dn: string, at: number, count: number): Pcm {
    const sound = this.own(dn, at, count);
    if (this.voiceOf(dn, at).voice.kind !== 'echo') return sound;
    const others = new Set([...this.voices.keys(), ...this.tracks.keys()]);
    for (const other of others) {
      if (other !== dn) mixInto(sound, this.own(other, Math.max(0, at - ECHO_DELAY), count));
    }
    return sound;
  }

  /** Without the echo, which would come back for ever between two that echo. */
  private own(dn: string, at: number, count: number): Pcm {
    const sound = soundOf(this.voiceOf(dn, at), at, count);
    const track = this.tracks.get(dn);
    if (track) mixInto(sound, track.read(at, count));
    return sound;
  }

  private voiceOf(dn: string, at: number): SpokenFrom {
    return this.voices.get(dn)?.findLast(({ from }) => from <= at) ?? SILENCE;
  }
}
