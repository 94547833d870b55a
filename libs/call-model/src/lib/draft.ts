import type { CallId, DnType, PbxComponent } from '@3cx-relay/contracts';
import type { Call } from './call';
import type { ObservationContext, Observed } from './context';
import { CowMap } from './cow-map';
import { type LiveState, legKey } from './live-state';
import type { ModelEvent } from './model-event';

/** Fields that every list of active calls changes, and that the first list after a restart tells. */
function isPassing(field: string): boolean {
  return field === 'listed' || field === 'listedAt';
}

/**
 * The state in the making during one observation. Keeps the indexes right, and remembers for each
 * call how it was last told, so that events come from comparing two moments.
 */
export class Draft {
  readonly removedLegs: CowMap<string, string>;
  readonly recentlyEnded: CowMap<number, string>;
  watched: ReadonlyMap<string, DnType>;
  connected: Readonly<Record<PbxComponent, boolean>>;
  counterTrust: number;
  listAwaySince: string | null;
  isFirstList: boolean;

  private readonly open: CowMap<CallId, Call>;
  private readonly ended: CowMap<CallId, Call>;
  private readonly byPbxCallId: CowMap<number, CallId>;
  private readonly byLeg: CowMap<string, CallId>;
  private readonly told = new Map<CallId, Call | null>();
  private readonly events: ModelEvent[] = [];

  constructor(
    private readonly base: LiveState,
    readonly context: ObservationContext,
  ) {
    this.open = new CowMap(base.open);
    this.ended = new CowMap(base.ended);
    this.byPbxCallId = new CowMap(base.byPbxCallId);
    this.byLeg = new CowMap(base.byLeg);
    this.removedLegs = new CowMap(base.removedLegs);
    this.recentlyEnded = new CowMap(base.recentlyEnded);
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

  get openCalls(): ReadonlyMap<CallId, Call> {
    return this.open.current;
  }

  get endedCalls(): ReadonlyMap<CallId, Call> {
    return this.ended.current;
  }

  /** Calls that this observation has touched so far and that are open. */
  get touched(): readonly CallId[] {
    return [...this.told.keys()].filter((callId) => this.open.get(callId) !== undefined);
  }

  byNumber(pbxCallId: number): Call | undefined {
    const callId = this.byPbxCallId.get(pbxCallId);
    return callId === undefined ? undefined : this.open.get(callId);
  }

  byOwnLeg(dn: string, participantId: number): Call | undefined {
    const callId = this.byLeg.get(legKey(dn, participantId));
    return callId === undefined ? undefined : this.open.get(callId);
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
    if (before) this.unindex(before);
    this.open.set(call.callId, call);
    for (const number of call.pbxCallIds) this.byPbxCallId.set(number, call.callId);
    for (const leg of call.legs) this.byLeg.set(legKey(leg.dn, leg.participantId), call.callId);
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
    this.ended.set(call.callId, call);
  }

  /** Drops an ended call; whoever needs it later finds it in the store. */
  forgetEnded(callId: CallId): void {
    this.ended.delete(callId);
  }

  emit(event: ModelEvent): void {
    this.events.push(event);
  }

  finish(): Observed {
    return {
      state: {
        open: this.open.current,
        ended: this.ended.current,
        byPbxCallId: this.byPbxCallId.current,
        byLeg: this.byLeg.current,
        watched: this.watched,
        connected: this.connected,
        listAwaySince: this.listAwaySince,
        isFirstList: this.isFirstList,
        removedLegs: this.removedLegs.current,
        recentlyEnded: this.recentlyEnded.current,
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
    this.unindex(call);
    this.open.delete(call.callId);
    for (const number of call.pbxCallIds) this.recentlyEnded.set(number, this.at);
    for (const leg of call.legs) {
      this.removedLegs.set(legKey(leg.dn, leg.participantId), this.at);
    }
  }

  private unindex(call: Call): void {
    for (const number of call.pbxCallIds) {
      if (this.byPbxCallId.get(number) === call.callId) this.byPbxCallId.delete(number);
    }
    for (const leg of call.legs) {
      const key = legKey(leg.dn, leg.participantId);
      if (this.byLeg.get(key) === call.callId) this.byLeg.delete(key);
    }
  }
}
