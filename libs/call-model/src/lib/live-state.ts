import type { CallId, DnType, PbxComponent } from '@3cx-relay/contracts';
import { OrderedMap } from 'immutable';
import type { Call } from './call';
import { OpenCalls } from './open-calls';
import type { Named } from './party';

/** A number whose call is over; after a restart of the PBX others may have it. */
export interface EndedNumber {
  readonly at: string;
  readonly people: readonly Named[];
}

/**
 * Everything the model remembers. Immutable: `observe` returns a new one, and the old one still
 * stands if the new events could not be stored.
 */
export interface LiveState {
  readonly open: OpenCalls;
  /** Ended calls that may still get a record or a late frame, those that ended first in front. */
  readonly ended: OrderedMap<CallId, Call>;
  readonly watched: ReadonlyMap<string, DnType>;
  readonly connected: Readonly<Record<PbxComponent, boolean>>;
  /** Since when XAPI's list is missing; `null` while it comes. */
  readonly listAwaySince: string | null;
  /** Whether the next list is the first since XAPI came: calls that only it shows began earlier. */
  readonly isFirstList: boolean;
  /** Legs removed lately, so that a frame that was overtaken does not revive them: key to time. */
  readonly removedLegs: OrderedMap<string, string>;
  /** Runtime numbers of calls that ended lately: late news of them starts no new call. */
  readonly recentlyEnded: OrderedMap<number, EndedNumber>;
  /** How often a record's counter was (+) or was not (-) the call's runtime number. */
  readonly counterTrust: number;
}

/** The state of a relay that has seen nothing. */
export function emptyState(): LiveState {
  return {
    open: OpenCalls.none,
    ended: OrderedMap(),
    watched: new Map(),
    connected: { callcontrol: false, xapi: false, database: false },
    listAwaySince: null,
    isFirstList: true,
    removedLegs: OrderedMap(),
    recentlyEnded: OrderedMap(),
    counterTrust: 0,
  };
}

/**
 * The state after a restart, from the calls as they were stored. Sources count as away until
 * they are observed; the first snapshot then tells what became of the open calls.
 */
export function restoreState(calls: Iterable<Call>): LiveState {
  let { open, ended } = emptyState();
  for (const call of calls) {
    if (call.state === 'ended') ended = ended.set(call.callId, call);
    else open = open.with(call);
  }
  return { ...emptyState(), open, ended };
}
