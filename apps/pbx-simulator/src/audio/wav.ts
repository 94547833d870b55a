import { bytesOf, type Pcm, SAMPLE_RATE } from './pcm';

const HEADER_BYTES = 44;

/** A WAV file that cannot be played; the message says why. */
export class UnplayableWav extends Error {}

/** Samples as a WAV file: 16 bit, 8000 Hz, mono. */
export function wavOf(samples: Pcm): Buffer {
  const data = bytesOf(samples);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

interface Format {
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/**
 * The sound of a WAV file as the PBX would play it: PCM of 8 or 16 bit, any rate and number of
 * channels, brought to 8000 Hz mono.
 * @throws UnplayableWav
 */
export function samplesOfWav(file: Buffer): Pcm {
  const isWav =
    file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WAVE';
  if (!isWav) throw new UnplayableWav('it is no WAV file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const chunk = file.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ') format = formatOf(chunk);
    if (name === 'data') {
      if (!format) throw new UnplayableWav('its data come before their format');
      return resampled(monoOf(chunk, format), format.rate);
    }
    // Chunks of an odd size are padded.
    at += 8 + size + (size % 2);
  }
  throw new UnplayableWav('it has no data');
}

function formatOf(chunk: Buffer): Format {
  if (chunk.length < 16) throw new UnplayableWav('its format is cut short');
  const kind = chunk.readUInt16LE(0);
  const format = {
    channels: chunk.readUInt16LE(2),
    rate: chunk.readUInt32LE(4),
    bits: chunk.readUInt16LE(14),
  };
  // 0xfffe is the extensible form, which names PCM further on.
  if (kind !== 1 && kind !== 0xfffe) throw new UnplayableWav(`its coding ${kind} is not PCM`);
  const isFit = format.bits === 8 || format.bits === 16;
  const isSane = format.channels >= 1 && format.channels <= 8;
  if (!isFit || !isSane || format.rate < 1_000 || format.rate > 192_000) {
    throw new UnplayableWav(
      `${format.bits} bit, ${format.rate} Hz, ${format.channels} channels is not supported`,
    );
  }
  return format;
}

function monoOf(data: Buffer, { channels, bits }: Format): Pcm {
  const width = bits / 8;
  const samples = new Int16Array(Math.floor(data.length / (width * channels)));
  for (let n = 0; n < samples.length; n += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const at = (n * channels + channel) * width;
      sum += bits === 8 ? (data.readUInt8(at) - 128) * 256 : data.readInt16LE(at);
    }
    samples[n] = Math.round(sum / channels);
  }
  return samples;
}

/** Straight lines between samples: good enough for a telephone. */
function resampled(samples: Pcm, rate: number): Pcm {
  if (rate === SAMPLE_RATE) return samples;
  const result = new Int16Array(Math.floor((samples.length * SAMPLE_RATE) / rate));
  for (let n = 0; n < result.length; n += 1) {
    const at = (n * rate) / SAMPLE_RATE;
    const left = samples[Math.floor(at)] ?? 0;
    const right = samples[Math.floor(at) + 1] ?? left;
    result[n] = Math.round(left + (right - left) * (at - Math.floor(at)));
  }
  return result;
}
