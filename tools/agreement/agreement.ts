import { Pbx } from '@3cx-relay/testing';
import { CallControlWitness, signIn } from './call-control';
import { compareChains, counterOf } from './compare-chains';
import {
  clockOf,
  compareSeen,
  type PbxClock,
  pbxTime,
  type SeenCalls,
  sortLegs,
} from './compare-legs';
import { compareLog } from './compare-log';
import { compareRows, differs, toleranceAt } from './compare-rows';
import { drive, readInfo } from './drive';
import type { AgreementOptions } from './options';
import { readLog, readRows, readTruth } from './sources';
import type { CdrRow, LogItem, SeenMove, TrueCall } from './shapes';

export const PARTS = ['call control', 'cdroutput', 'chains', 'call log', 'wire'] as const;
export type Part = (typeof PARTS)[number];

export interface Disagreement {
  readonly part: Part;
  /** Null when it belongs to no single call. */
  readonly callId: number | null;
  readonly text: string;
}

export interface Agreement {
  readonly calls: number;
  readonly started: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly figures: {
    readonly frames: number;
    readonly legs: number;
    readonly unread: number;
    readonly rows: number;
    readonly items: number;
    /** How late Call Control was seen, in real milliseconds, at the median and at the worst. */
    readonly lagMs: readonly [number, number];
  };
  readonly disagreements: readonly Disagreement[];
  /** Truth and rows of the calls that something disagrees on. */
  readonly doubtful: readonly { readonly call: TrueCall; readonly rows: readonly CdrRow[] }[];
}

interface Evidence {
  readonly truth: readonly TrueCall[];
  readonly rows: readonly CdrRow[];
  readonly items: readonly LogItem[];
  readonly seen: SeenCalls;
  readonly clock: PbxClock;
}

/** Runs a simulator, drives calls through it and compares everything that it told of them. */
export async function runAgreement(
  options: AgreementOptions,
  say: (line: string) => void,
): Promise<Agreement> {
  const pbx = await Pbx.start({
    seed: options.seed,
    args: ['--speed', String(options.speed), '--extensions', '400'],
  });
  try {
    const headers = await signIn(pbx.httpUrl);
    const witness = await CallControlWitness.open(pbx.httpUrl, headers);
    const { started } = await drive(pbx, options, say);
    await witness.close();
    say('every call has ended, reading the records');
    const evidence = await gather(pbx, headers, witness, options.speed);
    const wire = [...witness.faults, ...strayMoves(witness.moves, evidence.truth)];
    const disagreements = [
      ...wire.map((text) => ({ part: 'wire' as const, callId: null, text })),
      ...compareAll(evidence),
    ];
    return {
      calls: evidence.truth.length,
      started,
      outcomes: countOutcomes(evidence.truth),
      figures: {
        frames: witness.frames,
        legs: witness.legs.length,
        unread: evidence.seen.unread.length,
        rows: evidence.rows.length,
        items: evidence.items.length,
        lagMs: lagOf(evidence),
      },
      disagreements,
      doubtful: doubtfulOf(evidence, disagreements),
    };
  } finally {
    await pbx.stop();
  }
}

async function gather(
  pbx: Pbx,
  headers: Record<string, string>,
  witness: CallControlWitness,
  speed: number,
): Promise<Evidence> {
  const truth = await readTruth(pbx.httpUrl);
  const rows = await readRows(pbx.databaseUrl);
  const from = Math.min(...truth.map((call) => call.startedAt)) - 60_000;
  const to = Math.max(...truth.map((call) => call.endedAt ?? call.startedAt)) + 60_000;
  const items = await readLog(pbx.httpUrl, headers, { from, to });
  const { clients } = await readInfo(pbx);
  const watched = new Set(clients.find(({ id }) => id === '900')?.watched);
  const seen = sortLegs(witness.legs, watched);
  return { truth, rows, items, seen, clock: clockOf(truth, seen, speed) };
}

function doubtfulOf({ truth, rows }: Evidence, disagreements: readonly Disagreement[]) {
  const ids = new Set(disagreements.map(({ callId }) => callId));
  return truth
    .filter(({ callId }) => ids.has(callId))
    .map((call) => ({
      call,
      rows: rows.filter((row) => row.call_history_id === call.callHistoryId),
    }));
}

function compareAll({ truth, rows, items, seen, clock }: Evidence): Disagreement[] {
  const rowsOf = groupBy(rows, (row) => row.call_history_id);
  const family = groupBy(rows, (row) => row.main_call_history_id);
  const itemsOf = groupBy(items, (item) => item.CallHistoryId);
  const found = truth.flatMap((call) => {
    const own = rowsOf.get(call.callHistoryId) ?? [];
    const log = itemsOf.get(call.callHistoryId) ?? [];
    const told: [Part, string[]][] = [
      ['cdroutput', compareRows(call, own, toleranceAt(clock.speed))],
      ['chains', differs('the counter of its id', call.callId, counterOf(call.callHistoryId))],
      ['call log', compareLog(call, own, log)],
      ['call control', compareSeen(call, own, seen, clock)],
    ];
    return told.flatMap(([part, texts]) =>
      texts.map((text) => ({ part, callId: call.callId, text })),
    );
  });
  const chains = [...family.values()].flatMap((one) =>
    compareChains(one).map((text) => ({ part: 'chains' as const, callId: null, text })),
  );
  return [...found, ...chains, ...strangers(truth, rowsOf, itemsOf, seen)];
}

/** A leg goes to another call only when the two were joined. */
function strayMoves(moves: readonly SeenMove[], truth: readonly TrueCall[]): string[] {
  const joined = new Map(truth.map((call) => [call.callId, call.mainCallHistoryId]));
  return moves
    .filter(({ from, to }) => joined.get(from) !== joined.get(to))
    .map(({ path, from, to }) => `${path} moved from call ${from} to call ${to}`);
}

/** What an interface tells of calls that never were. */
function strangers(
  truth: readonly TrueCall[],
  rows: ReadonlyMap<string, unknown>,
  items: ReadonlyMap<string, unknown>,
  { byCall }: SeenCalls,
): Disagreement[] {
  const flows = new Set(truth.map((call) => call.callHistoryId));
  const ids = new Set(truth.map((call) => call.callId));
  const unknown = (part: Part, keys: Iterable<string | number>, known: ReadonlySet<unknown>) =>
    [...keys]
      .filter((key) => !known.has(key))
      .map((key) => ({ part, callId: null, text: `tells of ${key}, a call that never was` }));
  return [
    ...unknown('cdroutput', rows.keys(), flows),
    ...unknown('call log', items.keys(), flows),
    ...unknown('call control', byCall.keys(), ids),
  ];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function countOutcomes(truth: readonly TrueCall[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of truth) {
    counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1);
  }
  return counts;
}

function lagOf({ truth, seen, clock }: Evidence): readonly [number, number] {
  const lags = truth.flatMap((call) => {
    const first = seen.byCall.get(call.callId)?.[0];
    return first ? [(pbxTime(first.firstAt, clock) - call.startedAt) / clock.speed] : [];
  });
  lags.sort((a, b) => a - b);
  return [lags[Math.floor(lags.length / 2)] ?? 0, lags[lags.length - 1] ?? 0];
}
