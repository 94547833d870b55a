import type { Pcm } from './pcm';

/** Sound is kept in blocks of a second. */
const BLOCK_SAMPLES = 8_000;
/** So much is kept whatever else has to go: an echo and a live listener need it. */
const LEAST_BLOCKS = 3;
const MOST_BLOCKS = 600;

/** What has been sent without a break: samples of the audio clock, the end not included. */
export interface Span {
  from: number;
  to: number;
}

/**
 * What a party sent, by the audio clock: silence where it sent nothing. It keeps the last ten
 * minutes, or less when memory is short.
 */
export class Track {
  readonly spans: Span[] = [];
  private readonly blocks = new Map<number, Pcm>();

  /** Bytes held. */
  get size(): number {
    return this.blocks.size * BLOCK_SAMPLES * 2;
  }

  /** @param at not before the end of what was written last */
  write(at: number, samples: Pcm): void {
    if (samples.length === 0) return;
    for (let done = 0; done < samples.length;) {
      const place = (at + done) % BLOCK_SAMPLES;
      const count = Math.min(samples.length - done, BLOCK_SAMPLES - place);
      this.blockOf(at + done).set(samples.subarray(done, done + count), place);
      done += count;
    }
    const last = this.spans.at(-1);
    if (last?.to === at) last.to += samples.length;
    else this.spans.push({ from: at, to: at + samples.length });
    while (this.blocks.size > MOST_BLOCKS) this.shed();
  }

  read(at: number, count: number): Pcm {
    const samples = new Int16Array(count);
    for (let done = 0; done < count;) {
      const place = (at + done) % BLOCK_SAMPLES;
      const wanted = Math.min(count - done, BLOCK_SAMPLES - place);
      const block = this.blocks.get(Math.floor((at + done) / BLOCK_SAMPLES));
      if (block) samples.set(block.subarray(place, place + wanted), done);
      done += wanted;
    }
    return samples;
  }

  /** What was sent, with the pauses cut out. */
  sent(): Pcm {
    const total = this.spans.reduce((sum, { from, to }) => sum + to - from, 0);
    const samples = new Int16Array(total);
    let done = 0;
    for (const { from, to } of this.spans) {
      samples.set(this.read(from, to - from), done);
      done += to - from;
    }
    return samples;
  }

  /** Forgets its oldest second. @returns whether it could */
  shed(): boolean {
    const [oldest] = this.blocks.keys();
    if (oldest === undefined || this.blocks.size <= LEAST_BLOCKS) return false;
    this.blocks.delete(oldest);
    const from = (oldest + 1) * BLOCK_SAMPLES;
    while ((this.spans[0]?.to ?? Number.POSITIVE_INFINITY) <= from) this.spans.shift();
    const [first] = this.spans;
    if (first) first.from = Math.max(first.from, from);
    return true;
  }

  private blockOf(at: number): Pcm {
    const number = Math.floor(at / BLOCK_SAMPLES);
    const known = this.blocks.get(number);
    if (known) return known;
    const block = new Int16Array(BLOCK_SAMPLES);
    this.blocks.set(number, block);
    return block;
  }
}
