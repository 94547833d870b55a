/** The audio of Call Control: signed 16 bit little endian, 8000 Hz, mono (3cx/call-control.md section 8). */
export const SAMPLE_RATE = 8_000;
export const SAMPLES_PER_MS = SAMPLE_RATE / 1_000;
/** 20 ms: audio moves in whole frames. */
export const FRAME_SAMPLES = 160;
export const BYTES_PER_SAMPLE = 2;

export type Pcm = Int16Array<ArrayBuffer>;

export function pcmOf(bytes: Buffer): Pcm {
  const samples = new Int16Array(Math.floor(bytes.length / BYTES_PER_SAMPLE));
  for (let n = 0; n < samples.length; n += 1) samples[n] = bytes.readInt16LE(n * BYTES_PER_SAMPLE);
  return samples;
}

export function bytesOf(samples: Pcm): Buffer {
  const bytes = Buffer.alloc(samples.length * BYTES_PER_SAMPLE);
  for (let n = 0; n < samples.length; n += 1) {
    bytes.writeInt16LE(samples[n] ?? 0, n * BYTES_PER_SAMPLE);
  }
  return bytes;
}

/** Adds one sound to another; what is too loud is clipped, as a mixer does. */
export function mixInto(target: Pcm, sound: Pcm): void {
  for (let n = 0; n < target.length; n += 1) {
    const sum = (target[n] ?? 0) + (sound[n] ?? 0);
    target[n] = Math.max(-32_768, Math.min(32_767, sum));
  }
}
