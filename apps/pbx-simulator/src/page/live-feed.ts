import { Readable } from 'node:stream';

const TICK_MS = 250;
const FRAMES_A_TICK = 200;

export interface FeedFrame {
  readonly number: number;
}

/** What a feed looks at: parts of the state by name, and the frames that are kept. */
export interface FeedSource {
  /** Parts of the state; each is told when it has changed. */
  readonly state: () => Readonly<Record<string, unknown>>;
  readonly frames: () => readonly FeedFrame[];
}

/**
 * Server-sent events: the state whenever it changes, and frames as they go out. It looks four
 * times a second and keeps nothing back: who reads slowly misses frames and is told how many.
 */
export class LiveFeed extends Readable {
  private readonly told = new Map<string, string>();
  private readonly timer: NodeJS.Timeout;
  private hasRoom = false;
  private lastFrame: number;
  private hasBegun = false;

  constructor(private readonly source: FeedSource) {
    super();
    this.lastFrame = Math.max(0, (source.frames().at(-1)?.number ?? 0) - FRAMES_A_TICK);
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  override _read(): void {
    this.hasRoom = true;
    if (!this.hasBegun) this.tick();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearInterval(this.timer);
    done(error);
  }

  private tick(): void {
    if (!this.hasRoom || this.destroyed) return;
    this.hasBegun = true;
    const events = [...this.changes(), ...this.newFrames()];
    if (events.length > 0) this.hasRoom = this.push(events.join(''));
  }

  private changes(): string[] {
    return Object.entries(this.source.state()).flatMap(([name, value]) => {
      const text = JSON.stringify(value);
      if (this.told.get(name) === text) return [];
      this.told.set(name, text);
      return [eventOf(name, text)];
    });
  }

  private newFrames(): string[] {
    const frames = this.source.frames();
    const newest = frames.at(-1)?.number ?? 0;
    // They are counted anew after a reset.
    if (newest < this.lastFrame) this.lastFrame = 0;
    const fresh = frames.filter(({ number }) => number > this.lastFrame);
    if (fresh.length === 0) return [];
    const items = fresh.slice(-FRAMES_A_TICK);
    const missed = newest - this.lastFrame - items.length;
    this.lastFrame = newest;
    return [eventOf('frames', JSON.stringify({ items, missed }))];
  }
}

function eventOf(name: string, json: string): string {
  return `event: ${name}\ndata: ${json}\n\n`;
}
