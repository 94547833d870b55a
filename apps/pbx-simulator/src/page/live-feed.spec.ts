import { describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { type FeedFrame, LiveFeed } from './live-feed';

/** A feed whose reader takes one chunk at a time, when it is asked to. */
function aFeed() {
  const frames: (FeedFrame & { padding?: string })[] = [];
  const state = { calls: 0 };
  const feed = new LiveFeed({ state: () => ({ ...state }), frames: () => frames });
  const chunks: string[] = [];
  feed.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const send = (count: number) => {
    for (let n = 0; n < count; n += 1) frames.push({ number: (frames.at(-1)?.number ?? 0) + 1 });
  };
  const hears = (text: string) => until(`${text} is told`, () => chunks.join('').includes(text));
  return { feed, frames, state, chunks, send, hears };
}

describe('LiveFeed', () => {
  it('tells a part of the state at first, and then only when it has changed', async () => {
    const { feed, state, chunks, send, hears } = aFeed();
    await hears('event: calls\ndata: 0\n\n');
    send(1);
    await hears('"number":1');
    state.calls = 2;
    await hears('event: calls\ndata: 2\n\n');
    feed.destroy();
    expect(chunks.join('').match(/event: calls/g)).toHaveLength(2);
  });

  it('tells how many frames it left out when there were too many', async () => {
    const { feed, chunks, send, hears } = aFeed();
    await hears('event: calls');
    send(1_000);
    await hears('"missed":800');
    feed.destroy();
    expect(chunks.join('')).not.toContain('"number":800}');
    expect(chunks.join('')).toContain('"number":801}');
  });

  it('holds nothing back for who does not read', async () => {
    const { feed, frames, hears } = aFeed();
    await hears('event: calls');
    feed.pause();
    const startedAt = Date.now();
    await until('more than a second has passed', () => {
      const number = (frames.at(-1)?.number ?? 0) + 1;
      frames.push({ number, padding: 'x'.repeat(100_000) });
      return Date.now() > startedAt + 1_200;
    });
    expect(frames.length).toBeGreaterThan(10);
    // One look at the most, beyond what the stream itself lets in.
    expect(feed.readableLength).toBeLessThan(frames.length * 100_000);
    const before = feed.readableLength;
    await until('two more looks were possible', () => Date.now() > startedAt + 1_800);
    expect(feed.readableLength).toBe(before);
    feed.destroy();
  });

  it('goes on after the PBX has counted its frames anew', async () => {
    const { feed, frames, send, hears } = aFeed();
    send(5);
    await hears('"number":5');
    frames.length = 0;
    send(2);
    await hears('[{"number":1},{"number":2}]');
    feed.destroy();
  });
});
