import type { CallId } from '@3cx-relay/contracts';
import { Map as Index, OrderedMap, OrderedSet } from 'immutable';
import type { Call, Leg } from './call';
import { isKnownByLegs } from './participants';
import { isPerson } from './party';

/** Names a leg within one life of the PBX. */
export function legKey(dn: string, participantId: number): string {
  return `${dn}/${participantId}`;
}

interface Parts {
  readonly calls: OrderedMap<CallId, Call>;
  readonly byNumber: Index<number, CallId>;
  readonly byLeg: Index<string, CallId>;
  readonly byPerson: Index<string, OrderedSet<CallId>>;
  readonly byRecord: Index<string, CallId>;
  readonly emptied: OrderedSet<CallId>;
  readonly waiting: OrderedSet<CallId>;
}

/**
 * The open calls, to be found by id, runtime number, leg, person and record. Immutable: a
 * change makes another one that shares what stays, so that thousands of calls make it hardly dearer.
 */
export class OpenCalls {
  static readonly none = new OpenCalls({
    calls: OrderedMap(),
    byNumber: Index(),
    byLeg: Index(),
    byPerson: Index(),
    byRecord: Index(),
    emptied: OrderedSet(),
    waiting: OrderedSet(),
  });

  private constructor(private readonly parts: Parts) {}

  get size(): number {
    return this.parts.calls.size;
  }

  get(callId: CallId): Call | undefined {
    return this.parts.calls.get(callId);
  }

  has(callId: CallId): boolean {
    return this.parts.calls.has(callId);
  }

  /** In the order in which they were first seen. */
  values(): IterableIterator<Call> {
    return this.parts.calls.values();
  }

  /** The call that a runtime number of the PBX means now. */
  ofNumber(pbxCallId: number): Call | undefined {
    return this.found(this.parts.byNumber.get(pbxCallId));
  }

  ofLeg(dn: string, participantId: number): Call | undefined {
    return this.found(this.parts.byLeg.get(legKey(dn, participantId)));
  }

  /** Calls in which a person with that DN takes or took part. */
  ofPerson(dn: string): readonly Call[] {
    return this.all(this.parts.byPerson.get(dn) ?? []);
  }

  /** The call to which a record was bound. */
  ofRecord(callHistoryId: string): Call | undefined {
    return this.found(this.parts.byRecord.get(callHistoryId));
  }

  /** Calls whose last leg went, the latest first. */
  *emptied(): Iterable<Call> {
    for (const callId of this.parts.emptied.toSeq().reverse()) {
      const call = this.get(callId);
      if (call) yield call;
    }
  }

  /** Calls that nothing shows to go on: neither a leg nor XAPI's list. */
  waiting(): readonly Call[] {
    return this.all(this.parts.waiting);
  }

  with(call: Call): OpenCalls {
    const before = this.get(call.callId);
    if (before === call) return this;
    const { calls, byRecord, emptied, waiting } = this.parts;
    return new OpenCalls({
      calls: calls.set(call.callId, call),
      byNumber: reindexed(this.parts.byNumber, call.callId, before?.pbxCallIds, call.pbxCallIds),
      byLeg: reindexed(this.parts.byLeg, call.callId, keysOf(before?.legs), keysOf(call.legs)),
      byPerson: rejoined(this.parts.byPerson, call.callId, dnsOfPeople(before), dnsOfPeople(call)),
      byRecord:
        call.callHistoryId === null ? byRecord : byRecord.set(call.callHistoryId, call.callId),
      emptied: isEmptied(call) ? emptied.add(call.callId) : emptied.delete(call.callId),
      waiting: isWaiting(call) ? waiting.add(call.callId) : waiting.delete(call.callId),
    });
  }

  without(callId: CallId): OpenCalls {
    const call = this.get(callId);
    if (!call) return this;
    return new OpenCalls({
      calls: this.parts.calls.delete(callId),
      byNumber: reindexed(this.parts.byNumber, callId, call.pbxCallIds, []),
      byLeg: reindexed(this.parts.byLeg, callId, keysOf(call.legs), []),
      byPerson: rejoined(this.parts.byPerson, callId, dnsOfPeople(call), []),
      byRecord: this.parts.byRecord.delete(call.callHistoryId ?? ''),
      emptied: this.parts.emptied.delete(callId),
      waiting: this.parts.waiting.delete(callId),
    });
  }

  private found(callId: CallId | undefined): Call | undefined {
    return callId === undefined ? undefined : this.get(callId);
  }

  private all(callIds: Iterable<CallId>): readonly Call[] {
    return [...callIds].flatMap((callId) => this.get(callId) ?? []);
  }
}

function isEmptied(call: Call): boolean {
  return call.legs.length === 0 && isKnownByLegs(call);
}

function isWaiting(call: Call): boolean {
  return call.legs.length === 0 && (call.listed !== true || call.joinedInto !== null);
}

function keysOf(legs: readonly Leg[] = []): readonly string[] {
  return legs.map(({ dn, participantId }) => legKey(dn, participantId));
}

function dnsOfPeople(call: Call | undefined): readonly string[] {
  const people = call?.participants.filter(({ dnType }) => isPerson(dnType)) ?? [];
  return people.flatMap(({ dn }) => dn ?? []);
}

/** What another call has taken over meanwhile stays with that one. */
function reindexed<K>(
  index: Index<K, CallId>,
  callId: CallId,
  before: readonly K[] = [],
  after: readonly K[],
): Index<K, CallId> {
  return index.withMutations((changing) => {
    for (const key of before) {
      if (!after.includes(key) && changing.get(key) === callId) changing.delete(key);
    }
    for (const key of after) changing.set(key, callId);
  });
}

function rejoined(
  index: Index<string, OrderedSet<CallId>>,
  callId: CallId,
  before: readonly string[],
  after: readonly string[],
): Index<string, OrderedSet<CallId>> {
  return index.withMutations((changing) => {
    for (const dn of before) {
      const left = after.includes(dn) ? undefined : changing.get(dn)?.delete(callId);
      if (left?.isEmpty()) changing.delete(dn);
      else if (left) changing.set(dn, left);
    }
    for (const dn of after) {
      changing.set(dn, (changing.get(dn) ?? OrderedSet<CallId>()).add(callId));
    }
  });
}
