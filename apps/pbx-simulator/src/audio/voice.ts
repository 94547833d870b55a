import { type Pcm, SAMPLE_RATE } from './pcm';

const LOUDNESS = 8_000;

/** What a party says by itself, from a moment on. */
export type Voice =
  | { readonly kind: 'silence' }
  | { readonly kind: 'tone'; readonly hz: number }
  /** Sends back what it hears, a little later. */
  | { readonly kind: 'echo' }
  | { readonly kind: 'wav'; readonly samples: Pcm; readonly repeats: boolean };

export interface SpokenFrom {
  /** Sample of the audio clock from which on it is said. */
  readonly from: number;
  readonly voice: Voice;
}

/** The sound of a voice. An echo has none of its own. */
export function soundOf({ from, voice }: SpokenFrom, at: number, count: number): Pcm {
  switch (voice.kind) {
    case 'silence':
    case 'echo':
      return new Int16Array(count);
    case 'tone':
      return tone(voice.hz, at, count);
    case 'wav':
      return excerpt(voice.samples, voice.repeats, at - from, count);
  }
}

/** A tone's phase follows the clock alone, so that frames join without a click. */
function tone(hz: number, at: number, count: number): Pcm {
  const samples = new Int16Array(count);
  for (let n = 0; n < count; n += 1) {
    samples[n] = Math.round(LOUDNESS * Math.sin((2 * Math.PI * hz * (at + n)) / SAMPLE_RATE));
  }
  return samples;
}

function excerpt(samples: Pcm, repeats: boolean, at: number, count: number): Pcm {
  if (!repeats || samples.length === 0) {
    const result = new Int16Array(count);
    result.set(samples.subarray(Math.max(0, at), Math.max(0, at) + count));
    return result;
  }
  return new Int16Array(count).map((_, n) => samples[(at + n) % samples.length] ?? 0);
}
