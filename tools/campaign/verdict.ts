import type { AnyRelayEvent } from '@3cx-relay/contracts';
import { callFaults, type TrueCall } from '@3cx-relay/testing';
import type { Testimony, Witness } from './witness';

export const WRONGS = [
  'lost',
  'duplicated',
  'out of order',
  'wrong party',
  'wrong outcome',
  'wrong time',
] as const;
export type Wrong = (typeof WRONGS)[number];

/** What one consumer's record shows against the truth. */
export interface Verdict {
  readonly witness: string;
  readonly events: number;
  readonly repeats: number;
  readonly wrongs: Readonly<Record<Wrong, readonly string[]>>;
}

type Told = Witness['calls'] extends Map<string, infer T> ? T : never;

/** Compares what a consumer was told with the truth and with the log, all of which it must have. */
export function judge(
  witness: Witness,
  truth: readonly TrueCall[],
  log: readonly AnyRelayEvent[],
): Verdict {
  const wrongs: Record<Wrong, string[]> = {
    ...{ lost: [], duplicated: [], 'out of order': [] },
    ...{ 'wrong party': [], 'wrong outcome': [], 'wrong time': [] },
  };
  const told = new Set(witness.told.map(({ id }) => id));
  for (const event of log) {
    if (Number(event.sequence) <= witness.begins || told.has(event.id)) continue;
    wrongs.lost.push(`event ${event.sequence} (${event.type})`);
  }
  wrongs.lost.push(...witness.refused);
  wrongs['out of order'].push(...disorder(witness));
  const typesOf = countTypes(witness.told);
  const matched = new Set<string>();
  const { byHistory, byNumber } = toldCalls(witness);
  for (const call of truth) {
    const found = [
      ...(byHistory.get(call.callHistoryId) ?? []),
      ...(byNumber.get(call.callId) ?? []).filter((one) => isNear(one, call)),
    ];
    for (const one of found) matched.add(one.call.callId);
    judgeCall(call, found, typesOf, wrongs);
  }
  for (const [callId, { call }] of witness.calls) {
    if (matched.has(callId)) continue;
    wrongs.duplicated.push(`${callId} (${JSON.stringify(call.pbx)}) is no call of the PBX`);
  }
  return { witness: witness.name, events: told.size, repeats: witness.repeats, wrongs };
}

function judgeCall(
  truth: TrueCall,
  found: readonly Told[],
  typesOf: ReadonlyMap<string, ReadonlyMap<string, number>>,
  wrongs: Record<Wrong, string[]>,
): void {
  const name = `call ${truth.callId} (${truth.callHistoryId}, ${truth.direction})`;
  const [first, ...more] = found;
  if (!first) {
    wrongs.lost.push(`${name} is not told`);
    return;
  }
  if (more.length > 0) {
    wrongs.duplicated.push(`${name} is told as ${found.map(({ call }) => call.callId).join(', ')}`);
  }
  const types = typesOf.get(first.call.callId);
  for (const type of ['call.started', 'call.ended', 'call.record']) {
    const count = types?.get(type) ?? 0;
    if (count === 0) wrongs.lost.push(`${name} has no ${type}`);
    if (count > 1 && type !== 'call.record') wrongs.duplicated.push(`${name}: ${count} ${type}`);
  }
  for (const fault of callFaults(truth, first.call)) {
    wrongs[kindOf(fault)].push(`${name}: ${fault}`);
  }
}

function kindOf(fault: string): Wrong {
  if (/^(startedAt|answeredAt|endedAt)/.test(fault)) return 'wrong time';
  return fault.startsWith('outcome') ? 'wrong outcome' : 'wrong party';
}

/** By the PBX's own name of the call; a call without it by its number, which comes again. */
function toldCalls(witness: Witness) {
  const all = [...witness.calls.values()];
  const named = all.filter(({ call }) => call.pbx.callHistoryId !== null);
  const nameless = all.filter(({ call }) => call.pbx.callHistoryId === null);
  return {
    byHistory: Map.groupBy(named, ({ call }) => call.pbx.callHistoryId),
    byNumber: Map.groupBy(nameless, ({ call }) => call.pbx.callId),
  };
}

function isNear({ call }: Told, truth: TrueCall): boolean {
  return Math.abs(Date.parse(call.startedAt) - Date.parse(truth.startedAt)) < 5_000;
}

function countTypes(told: readonly Testimony[]): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { callId, type } of told) {
    if (callId === null) continue;
    const of = counts.get(callId) ?? new Map<string, number>();
    of.set(type, (of.get(type) ?? 0) + 1);
    counts.set(callId, of);
  }
  return counts;
}

/** Streams keep the order of the log; webhooks that of each call. */
function disorder(witness: Witness): string[] {
  const last = new Map<string, number>();
  const faults: string[] = [];
  for (const { sequence, callId, type } of witness.told) {
    const lane = witness.keepsOrderPerCall ? (callId ?? `of ${sequence}`) : 'log';
    const before = last.get(lane) ?? 0;
    if (sequence <= before) faults.push(`${type} ${sequence} came after ${before}`);
    last.set(lane, Math.max(before, sequence));
  }
  return faults;
}
