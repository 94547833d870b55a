import type { AnyRelayEvent, EventPageDto } from '@3cx-relay/contracts';
import { type TrueCall, until } from '@3cx-relay/testing';
import { SeededRandom } from '@3cx-relay/util';
import { Havoc } from './faults';
import type { CampaignOptions } from './options';
import { Recoveries } from './recoveries';
import { SocketIoWitness, SseWitness, WebSocketWitness } from './stream-witnesses';
import { judge, type Verdict } from './verdict';
import { WebhookWitness } from './webhook-witness';
import type { Witness } from './witness';
import { pause, World } from './world';

export interface CampaignResult {
  readonly calls: number;
  readonly events: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly verdicts: readonly Verdict[];
  /** Milliseconds from the end of a fault until a relay was connected to everything again. */
  readonly recoveries: readonly number[];
  /** Of each relay: MiB held after collections, the median of each quarter of the run. */
  readonly memory: readonly { readonly name: string; readonly quarters: readonly number[] }[];
  readonly quietAfterMs: number | null;
  readonly notes: readonly string[];
  /** What is kept when something was wrong. */
  readonly evidence: {
    readonly truth: readonly TrueCall[];
    readonly log: readonly AnyRelayEvent[];
    readonly story: readonly { readonly at: string; readonly name: string }[];
    readonly memory: readonly { readonly name: string; readonly memory: readonly number[] }[];
    readonly output: readonly { readonly name: string; readonly output: string }[];
  };
}

/** Longer than a webhook waits that has failed twice. */
const QUIET_LIMIT_MS = 420_000;

/** Runs one campaign from an empty world to its verdict. */
export async function runCampaign(
  options: CampaignOptions,
  tell: (line: string) => void,
): Promise<CampaignResult> {
  tell('starting simulator, PostgreSQL, relays and consumers');
  const world = await World.start(options);
  const witnesses = await hire(world);
  try {
    return await run(world, witnesses, options, tell);
  } finally {
    await Promise.all(witnesses.map((witness) => witness.stop()));
    await world.stop();
  }
}

async function run(
  world: World,
  witnesses: readonly Witness[],
  options: CampaignOptions,
  tell: (line: string) => void,
): Promise<CampaignResult> {
  const notes: string[] = [];
  const recoveries = new Recoveries(world.relays);
  const scene = { world, witnesses, random: new SeededRandom(options.seed) };
  const havoc = new Havoc(scene, options.faults, {
    failed: (name, error) => notes.push(`${name} could not be committed: ${String(error)}`),
    ended: () => recoveries.await(),
  });
  await fight(world, havoc, options, tell);
  tell('waiting for quiet');
  const quietAfterMs = await quiet(world, witnesses, notes);
  recoveries.stop();
  const log = await readLog(world);
  const truth = await world.pbx.truth();
  return {
    calls: truth.length,
    events: log.length,
    faults: havoc.counts,
    verdicts: witnesses.map((witness) => judge(witness, truth, log)),
    recoveries: recoveries.all,
    memory: world.relays.map(({ name, memory }) => ({ name, quarters: quarters(memory) })),
    quietAfterMs,
    notes,
    evidence: {
      ...{ truth, log, story: havoc.story },
      memory: world.relays.map(({ name, memory }) => ({ name, memory })),
      output: world.relays.map(({ name, output }) => ({ name, output })),
    },
  };
}

async function hire(world: World): Promise<Witness[]> {
  const [relay] = world.relays;
  if (!relay) throw new Error('there is no relay');
  const doors = { urls: world.relays.map(({ url }) => url), apiKey: await relay.apiKey() };
  const witnesses = [
    new SocketIoWitness('Socket.IO', doors),
    new WebSocketWitness('raw WebSocket', doors),
    new SseWitness('SSE', doors),
    new WebhookWitness('webhook', doors),
  ];
  for (const witness of witnesses) await witness.start();
  return witnesses;
}

/** Calls and faults, until there were enough of both. */
async function fight(
  world: World,
  havoc: Havoc,
  { calls, callsPerMinute, faultCount }: CampaignOptions,
  tell: (line: string) => void,
): Promise<void> {
  await world.pbx.control('POST', '/traffic', { callsPerMinute });
  const courseMs = (calls / callsPerMinute) * 60_000;
  const everyMs = faultCount === 0 ? 1_000 : courseMs / faultCount;
  // Counting asks the simulator for every call that ever was.
  const countEveryMs = Math.max(10_000, courseMs / 60);
  let made = 0;
  for (let turn = 0; made < calls || havoc.total < faultCount; turn += 1) {
    await pause(everyMs);
    if (havoc.total < faultCount) havoc.strike();
    if ((turn * everyMs) % countEveryMs < everyMs) {
      made = (await world.pbx.truth()).length;
      tell(`${made} calls, ${havoc.total} faults`);
    }
  }
  await world.pbx.control('POST', '/traffic', { callsPerMinute: 0 });
  await havoc.over();
  await world.pbx.clearFaults();
}

/**
 * Everybody is well, every call is over and recorded, and every consumer has all of it.
 * @returns how long that took; `null` when it did not come about
 */
async function quiet(
  world: World,
  witnesses: readonly Witness[],
  notes: string[],
): Promise<number | null> {
  const began = performance.now();
  let seen = '';
  try {
    await world.pbx.hangUpAll();
    await until(
      'it is quiet',
      async () => {
        seen = await missing(world, witnesses);
        return seen === '';
      },
      { limitMs: QUIET_LIMIT_MS, everyMs: 1_000, otherwise: () => seen },
    );
    return performance.now() - began;
  } catch (error) {
    notes.push(`quiet did not come: ${String(error)}`);
    return null;
  }
}

async function missing(world: World, witnesses: readonly Witness[]): Promise<string> {
  const well = await Promise.all(world.relays.map((relay) => relay.isWell()));
  if (!well.includes(true)) return 'no relay is connected to everything';
  const truth = await world.pbx.truth();
  const open = truth.filter(({ endedAt }) => endedAt === null).length;
  if (open > 0) return `${open} calls are still open`;
  const unrecorded = withoutRecord(witnesses, truth);
  if (unrecorded !== '') return unrecorded;
  const newest = (await eventPage(world, 0, 1)).sequence;
  const behind = witnesses.filter((witness) => witness.newest < Number(newest));
  return behind.map((witness) => `${witness.name} is at ${witness.newest} of ${newest}`).join(', ');
}

function withoutRecord(witnesses: readonly Witness[], truth: readonly TrueCall[]): string {
  for (const witness of witnesses) {
    const recorded = witness.told.filter(({ type }) => type === 'call.record');
    const calls = new Set(recorded.map(({ callId }) => callId));
    if (calls.size < truth.length) {
      return `${witness.name} knows records of ${calls.size} of ${truth.length} calls`;
    }
  }
  return '';
}

/** The log as its pages have it. */
async function readLog(world: World): Promise<AnyRelayEvent[]> {
  const log: AnyRelayEvent[] = [];
  for (let since = 0; ;) {
    const page = await eventPage(world, since, 1_000);
    log.push(...(page.items as unknown as AnyRelayEvent[]));
    if (Number(page.nextSince) === since) return log;
    since = Number(page.nextSince);
  }
}

async function eventPage(world: World, since: number, limit: number): Promise<EventPageDto> {
  let failure: unknown;
  for (const relay of world.relays) {
    try {
      const answer = await fetch(`${relay.url}/relay/events?since=${since}&limit=${limit}`, {
        headers: { authorization: `Bearer ${await world.apiKey()}` },
        signal: AbortSignal.timeout(10_000),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as EventPageDto;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** The median of each quarter, as far as there are samples for it. */
function quarters(samples: readonly number[]): number[] {
  const cut = (part: number) => Math.floor((samples.length * part) / 4);
  const parts = [0, 1, 2, 3].map((part) => samples.slice(cut(part), cut(part + 1)));
  return parts.filter((part) => part.length > 0).map(median);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
