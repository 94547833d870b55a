import type { Random } from '@3cx-relay/util';
import { pause, type World } from './world';
import type { Witness } from './witness';

export interface Scene {
  readonly world: World;
  readonly witnesses: readonly Witness[];
  readonly random: Random;
}

type Act = (scene: Scene) => Promise<void>;

const between = (random: Random, min: number, max: number) =>
  Math.round(min + random.next() * (max - min));

function oneOf<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

/** A fault of the simulator that lasts a while. */
function staged(fault: (random: Random) => Record<string, unknown>): Act {
  return async ({ world, random }) => {
    const durationMs = between(random, 500, 5_000);
    await world.pbx.addFault({ ...fault(random), durationMs });
    await pause(durationMs);
  };
}

/** A fault of the simulator that happens once. */
function atOnce(kind: string): Act {
  return async ({ world }) => {
    await world.pbx.addFault({ kind });
  };
}

const answers = (...statuses: number[]) =>
  staged((random) => ({
    ...{ kind: 'refuse', status: oneOf(random, statuses), share: 0.2 + random.next() * 0.8 },
    path: oneOf(random, ['/', '/callcontrol', '/xapi', '/connect']),
  }));

const frames = (kind: string) => staged((random) => ({ kind, share: 0.1 + random.next() * 0.6 }));

const requests = (kind: string) =>
  staged((random) => ({
    ...{ kind, share: 0.2 + random.next() * 0.8 },
    path: oneOf(random, ['/', '/callcontrol', '/xapi']),
  }));

async function stopFor({ world, random }: Scene): Promise<void> {
  const relay = oneOf(random, world.relays);
  relay.signal('SIGSTOP');
  // Now and then for longer than the one that stands by puts up with it.
  await pause(between(random, 500, 15_000));
  relay.signal('SIGCONT');
}

/** Everything that a campaign does to the parts, by name. */
export const FAULTS = {
  'http-4xx': answers(401, 403, 404, 422, 424, 429),
  'http-5xx': answers(500, 502, 503),
  delay: staged((random) => ({ kind: 'delay', delayMs: between(random, 200, 4_000), share: 0.7 })),
  reset: requests('reset'),
  html: requests('html'),
  truncate: requests('truncate'),
  'slow-body': requests('slow-body'),
  'drop-socket': atOnce('drop-socket'),
  'silence-socket': staged(() => ({ kind: 'silence-socket' })),
  'duplicate-frames': frames('duplicate-frames'),
  'garble-frames': frames('garble-frames'),
  'reorder-frames': frames('reorder-frames'),
  'skip-frames': frames('skip-frames'),
  'delay-frames': staged((random) => ({
    ...{ kind: 'delay-frames', share: 0.5 },
    delayMs: between(random, 100, 2_000),
  })),
  'oversize-frames': frames('oversize-frames'),
  'phantom-upsert': frames('phantom-upsert'),
  'expire-tokens': atOnce('expire-tokens'),
  'revoke-tokens': atOnce('revoke-tokens'),
  'restart-pbx': atOnce('restart-pbx'),
  'hold-records': staged(() => ({ kind: 'hold-records' })),
  'delay-records': staged((random) => ({
    ...{ kind: 'delay-records', share: 0.7 },
    delayMs: between(random, 500, 8_000),
  })),
  'double-records': staged(() => ({ kind: 'double-records', share: 0.7 })),
  'lose-records': staged((random) => ({ kind: 'lose-records', share: 0.5 + random.next() * 0.5 })),
  // A step as one makes that corrects a clock; calls that last over it have times of both clocks.
  'clock-skew': staged((random) => ({ kind: 'clock-skew', skewMs: between(random, 100, 900) })),
  'stop-database': staged(() => ({ kind: 'stop-database' })),
  'restart-database': atOnce('restart-database'),
  'stall-database': staged(() => ({ kind: 'stall-database' })),
  'kill-relay': async ({ world, random }) => oneOf(random, world.relays).signal('SIGKILL'),
  'stop-relay': stopFor,
  'restart-relay': async ({ world, random }) => oneOf(random, world.relays).signal('SIGTERM'),
  'kill-store': async ({ world }) => world.store.kill('SIGKILL'),
  'restart-store': async ({ world }) => world.store.kill('SIGINT'),
  'stall-store': async ({ world, random }) => {
    const thaw = world.store.freeze();
    await pause(between(random, 500, 8_000));
    thaw();
  },
  'stall-consumer': async ({ witnesses, random }) => {
    const resume = oneOf(random, witnesses).stall();
    await pause(between(random, 500, 8_000));
    resume();
  },
  'drop-consumer': async ({ witnesses, random }) => oneOf(random, witnesses).drop(),
} as const satisfies Record<string, Act>;

export type FaultName = keyof typeof FAULTS;

/** Those that harm the same thing for a while take turns, so that each ends as it began. */
const ALONE: Partial<Record<FaultName, string>> = {
  'kill-store': 'store',
  'restart-store': 'store',
  'stall-store': 'store',
  'stop-database': 'database',
  'restart-database': 'database',
  'stall-database': 'database',
  'kill-relay': 'relay',
  'stop-relay': 'relay',
  'restart-relay': 'relay',
};

/** Commits faults one after another, some at the same time, and counts them by kind. */
export class Havoc {
  readonly counts = new Map<FaultName, number>();
  /** What was done, and when it began. */
  readonly story: { readonly at: string; readonly name: FaultName }[] = [];
  private readonly busy = new Set<string>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly scene: Scene,
    private readonly kinds: readonly FaultName[],
    private readonly on: {
      readonly failed: (name: FaultName, error: unknown) => void;
      readonly ended: () => void;
    },
  ) {}

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Begins a fault drawn at random, unless its victim suffers one already. */
  strike(): void {
    const name = oneOf(this.scene.random, this.kinds);
    const victim = ALONE[name];
    if (victim !== undefined) {
      if (this.busy.has(victim)) return;
      this.busy.add(victim);
    }
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.story.push({ at: new Date().toISOString(), name });
    const act: Act = FAULTS[name];
    const ending = act(this.scene)
      .catch((error: unknown) => this.on.failed(name, error))
      .finally(() => {
        this.on.ended();
        if (victim !== undefined) this.busy.delete(victim);
        this.running.delete(ending);
      });
    this.running.add(ending);
  }

  /** All that were begun are over. */
  async over(): Promise<void> {
    await Promise.all(this.running);
  }
}
