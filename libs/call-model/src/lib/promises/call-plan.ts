/** What the scripts of the small PBX are written with: plans, steps, and what XAPI and records tell. */
import type { DnType, Outcome, PartyDto } from '@3cx-relay/contracts';
import { aParty, aRecord, atSecond, historyId } from '../../testing';
import type { ObservedParticipant, ObservedRecord } from '../observation';

export const CALL_KINDS = [
  'inbound',
  'missed',
  'internal',
  'outbound',
  'queue',
  'voicemail',
  'blindTransfer',
  'attendedFirst',
  'attendedSecond',
  'unwatched',
] as const;
export type CallKind = (typeof CALL_KINDS)[number];

export const WATCHED: Readonly<Record<string, DnType>> = {
  '101': 'extension',
  '102': 'extension',
  '103': 'extension',
  '104': 'extension',
  '800': 'queue',
};

export interface CallPlan {
  readonly kind: CallKind;
  readonly start: number;
  readonly ring: number;
  readonly talk: number;
  /** Which of the extensions, and which caller. */
  readonly who: number;
  readonly recordDelay: number;
}

/** What happens in the PBX at some second. */
export type Step =
  | { readonly at: number; readonly leg: ObservedParticipant }
  | { readonly at: number; readonly gone: ObservedParticipant }
  | { readonly at: number; readonly active: number; readonly text: readonly [string, string] }
  | { readonly at: number; readonly inactive: number }
  | { readonly at: number; readonly record: ObservedRecord };

export interface Numbers {
  readonly callId: number;
  /** The first of twenty ids for legs. */
  readonly legs: number;
}

export const EXTENSIONS = ['101', '102', '103', '104'] as const;
export const CALLERS = ['+442071234500', '+442071234501', '+33140000000'] as const;

export function pick<T>(list: readonly [T, ...T[]], index: number): T {
  return list[index % list.length] ?? list[0];
}

export interface Told {
  readonly from: PartyDto;
  readonly to: PartyDto;
  readonly answered: number | null;
  readonly end: number;
  readonly outcome: Outcome;
  readonly by?: string;
  readonly joinedTo?: string;
}

export function recordOf(plan: CallPlan, callId: number, start: number, told: Told): Step {
  const callHistoryId = historyId(atSecond(start), callId);
  const answeredBy = told.answered === null ? null : told.by ? aParty(told.by) : told.to;
  const isInbound = told.from.dn === null;
  const record = aRecord({
    callHistoryId,
    mainCallHistoryId: told.joinedTo ?? callHistoryId,
    direction: isInbound ? 'inbound' : told.to.dn === null ? 'outbound' : 'internal',
    caller: told.from,
    callee: told.to,
    participants: [],
    startedAt: atSecond(start),
    answeredAt: told.answered === null ? null : atSecond(told.answered),
    endedAt: atSecond(told.end),
    answeredBy,
    outcome: told.outcome,
    hash: `${callId}@${start}`,
  });
  return { at: told.end + plan.recordDelay, record };
}

export function listed(
  callId: number,
  from: string,
  to: string,
  start: number,
  end: number,
): Step[] {
  return [
    { at: start, active: callId, text: [from, to] },
    { at: end, inactive: callId },
  ];
}
