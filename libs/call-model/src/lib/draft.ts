import type { CallId, DnType, PbxComponent } from '@3cx-relay/contracts';
import type { OrderedMap } from 'immutable';
import type { Call } from './call';
import type { ObservationContext, Observed } from './context';
import type { EndedNumber, LiveState } from './live-state';
import type { ModelEvent } from './model-event';
import { legKey, type OpenCalls } from './open-calls';
import { peopleOf } from './party';

/** Fields that every list of active calls changes, and that the first list after a restart tells. */
function isPassing(field: string): boolean {
  return field === 'listed' || field === 'listedAt';
}

/**
 * The state in the making during one observation. Remembers for each call how it was last told, so
 * that events come from comparing two moments.
 */
export class Draft {
  removedLegs: OrderedMap<string, string>;
  recentlyEnded: OrderedMap<number, EndedNumber>;
  watched: ReadonlyMap<string, DnType>;
  connected: Readonly<Record<PbxComponent, boolean>>;
  counterTrust: number;
  listAwaySince: string | null;
  isFirstList: boolean;

  private open: OpenCalls;
  private ended: OrderedMap<CallId, Call>;
  private readonly told = new Map<CallId, Call | null>();
  private readonly events: ModelEvent[] = [];

  constructor(
    private readonly base: LiveState,
    readonly context: ObservationContext,
  ) {
    this.open = base.open;
    this.ended = base.ended;
    this.removedLegs = base.removedLegs;
    this.recentlyEnded = base.recentlyEnded;
    this.watched = base.watched;
    this.connected = base.connected;
    this.counterTrust = base.counterTrust;
    this.isFirstList = base.isFirstList;
    // After a restart the time counts from our first look, not from what was stored long ago.
    this.listAwaySince = base.connected.xapi ? null : (base.listAwaySince ?? context.at);
  }

  get at(): string {
    return this.context.at;
  }

  get openCalls(): OpenCalls {
    return this.open;
  }

  get endedCalls(): OrderedMap<CallId, Call> {
    return this.ended;
  }

  /** Calls that this observation has touched so far and that are open. */
  get touched(): readonly CallId[] {
    return [...this.told.keys()].filter((callId) => this.open.has(callId));
  }

  /** How the call was when consumers last heard of it; `null` if they never did. */
  lastTold(callId: CallId): Call | null {
    const told = this.told.get(callId);
    return told === undefined ? (this.base.open.get(callId) ?? null) : told;
  }

  /** Puts an open call, new or changed. */
  put(call: Call): void {
    const before = this.open.get(call.callId);
    if (before === call) return;
    if (!this.told.has(call.callId)) this.told.set(call.callId, before ?? null);
    this.open = this.open.with(call);
  }

  /** Puts an open call of which everything has been told. */
  putTold(call: Call): void {
    this.put(call);
    this.told.set(call.callId, call);
  }

  /** Moves a call to the ended ones, or replaces it there. */
  putEnded(call: Call): void {
    const before = this.open.get(call.callId);
    if (before) this.forgetOpen(before);
    this.told.set(call.callId, call);
    this.ended = this.ended.set(call.callId, call);
  }

  /** Drops an ended call; whoever needs it later finds it in the store. */
  forgetEnded(callId: CallId): void {
    this.ended = this.ended.delete(callId);
  }

  /** Keeps in mind that a leg is gone: a frame that was overtaken does not bring it back. */
  keepRemoved(dn: string, participantId: number): void {
    this.removedLegs = this.removedLegs.set(legKey(dn, participantId), this.at);
  }

  /** From now on the PBX may give its numbers anew. */
  forgetNumbers(): void {
    this.removedLegs = this.removedLegs.clear();
    this.recentlyEnded = this.recentlyEnded.clear();
  }

  emit(event: ModelEvent): void {
    this.events.push(event);
  }

  finish(): Observed {
    return {
      state: {
        open: this.open,
        ended: this.ended,
        watched: this.watched,
        connected: this.connected,
        listAwaySince: this.listAwaySince,
        isFirstList: this.isFirstList,
        removedLegs: this.removedLegs,
        recentlyEnded: this.recentlyEnded,
        counterTrust: this.counterTrust,
      },
      events: this.events,
      changed: [...this.told.keys()].filter((callId) => this.isWorthStoring(callId)),
    };
  }

  private isWorthStoring(callId: CallId): boolean {
    const now = this.open.get(callId) ?? this.ended.get(callId);
    const before = this.base.open.get(callId) ?? this.base.ended.get(callId);
    if (!now || !before) return true;
    return Object.keys(now).some(
      (key) => !isPassing(key) && now[key as keyof Call] !== before[key as keyof Call],
    );
  }

  private forgetOpen(call: Call): void {
    this.open = this.open.without(call.callId);
    const ended = { at: this.at, people: peopleOf(call) };
    for (const number of call.pbxCallIds) {
      this.recentlyEnded = this.recentlyEnded.set(number, ended);
    }
    for (const { dn, participantId } of call.legs) this.keepRemoved(dn, participantId);
  }
}
