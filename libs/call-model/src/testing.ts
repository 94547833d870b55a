/** Builders for specs: legs, records and a scene in which observations follow one another. */
import type { CallDto, CallId, DnType, PartyDto } from '@3cx-relay/contracts';
import {
  callIdOfHistory,
  emptyState,
  type LiveState,
  type ModelEvent,
  type Observation,
  observe,
  type ObservedActiveCall,
  type ObservedParticipant,
  type ObservedParty,
  type ObservedRecord,
  restoreState,
  toDto,
} from './index';

/** Every scene begins here. */
const SCENE_START = '2026-11-21T10:00:00.000Z';

/** The moment so many seconds after the beginning of the scene. */
export function atSecond(seconds: number): string {
  return new Date(Date.parse(SCENE_START) + Math.round(seconds * 1000)).toISOString();
}

const NO_PARTY: ObservedParty = {
  dn: null,
  dnType: null,
  number: null,
  name: null,
  did: null,
};

/** Somebody outside, on trunk 10001. */
export function outside(number: string, more: Partial<ObservedParty> = {}): ObservedParty {
  return { ...NO_PARTY, dn: '10001', dnType: 'trunk', number, ...more };
}

/** A DN of the PBX, as a leg names the other side. */
export function inside(dn: string, dnType: DnType = 'extension', name?: string): ObservedParty {
  return { ...NO_PARTY, dn, dnType, number: dn, name: name ?? null };
}

/** What a leg shows while the PBX looks for a route. */
export const ROUTER: ObservedParty = { ...NO_PARTY, dn: 'ROUTER' };

/** A leg of extension `dn` with Call Control id `participantId`; call number 10 unless told. */
export function aLeg(
  dn: string,
  participantId: number,
  more: Partial<ObservedParticipant> = {},
): ObservedParticipant {
  return {
    dn,
    dnType: 'extension',
    participantId,
    status: 'ringing',
    callId: 10,
    legId: null,
    deviceId: `sip:${dn}@127.0.0.1:5483`,
    directControl: false,
    party: NO_PARTY,
    originatedBy: null,
    referredBy: null,
    onBehalfOf: null,
    ...more,
  };
}

export function aParty(dn: string, dnType: DnType = 'extension', name?: string): PartyDto {
  return { number: dn, name: name ?? null, dn, dnType };
}

export function anOutsideParty(number: string, name?: string): PartyDto {
  return { number, name: name ?? null, dn: null, dnType: 'trunk' };
}

/** A `call_history_id` in the PBX's layout: when it was made, and its counter. */
export function historyId(time: string, counter: number): string {
  const ticks = (BigInt(Date.parse(time)) + 11_644_473_600_000n) * 10_000n;
  const hex = `00000000${ticks.toString(16).padStart(16, '0')}${counter.toString(16).padStart(8, '0')}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The record of an inbound call to 101: answered after 3 s, ended after 20 s. */
export function aRecord(more: Partial<ObservedRecord> = {}): ObservedRecord {
  const callHistoryId = more.callHistoryId ?? historyId(SCENE_START, 10);
  return {
    callHistoryId,
    mainCallHistoryId: callHistoryId,
    direction: 'inbound',
    caller: anOutsideParty('+442071234500'),
    callee: aParty('101'),
    did: '+442071234560',
    trunk: '10001',
    queue: null,
    participants: [
      {
        ...anOutsideParty('+442071234500'),
        dnType: 'trunk',
        joinedAt: atSecond(0),
        leftAt: atSecond(20),
      },
      { ...aParty('101'), dnType: 'extension', joinedAt: atSecond(3), leftAt: atSecond(20) },
    ],
    segments: [],
    startedAt: atSecond(0),
    answeredAt: atSecond(3),
    endedAt: atSecond(20),
    answeredBy: aParty('101'),
    outcome: 'answered',
    cause: 'src_participant_terminated',
    cost: null,
    recordings: [],
    hash: 'first',
    complete: true,
    ...more,
  };
}

/** A row of XAPI's active calls. */
export function anActiveCall(
  pbxCallId: number,
  more: Partial<ObservedActiveCall> = {},
): ObservedActiveCall {
  return {
    pbxCallId,
    caller: null,
    callee: null,
    status: 'Talking',
    establishedAt: null,
    lastChangeAt: null,
    ...more,
  };
}

const WATCHED: Readonly<Record<string, DnType>> = {
  '100': 'extension',
  '101': 'extension',
  '102': 'extension',
  '103': 'extension',
  '800': 'queue',
  '830': 'ivr',
  '900': 'routePoint',
};

/** Observations one after another, and what the model told of them. */
export class Scene {
  state: LiveState = emptyState();
  readonly events: ModelEvent[] = [];
  private minted = 0;
  private seconds = 0;
  private isRecovering = false;

  constructor(private readonly watched: Readonly<Record<string, DnType>> = WATCHED) {
    for (const component of ['callcontrol', 'xapi', 'database'] as const) {
      this.apply({ kind: 'connection', component, connected: true });
    }
    this.snapshot([]).lists();
  }

  /** Time moves on; everything after this happens so many seconds after the start. */
  at(seconds: number): this {
    this.seconds = seconds;
    this.isRecovering = false;
    return this;
  }

  /** What follows makes up for a gap. */
  recovering(): this {
    this.isRecovering = true;
    return this;
  }

  apply(observation: Observation): this {
    const { state, events } = observe(this.state, observation, {
      at: atSecond(this.seconds),
      mintCallId: () => `call-${++this.minted}` as CallId,
      recovered: this.isRecovering,
    });
    this.state = state;
    this.events.push(...events);
    return this;
  }

  sees(...legs: readonly ObservedParticipant[]): this {
    for (const participant of legs) this.apply({ kind: 'participant', participant });
    return this;
  }

  loses(dn: string, participantId: number): this {
    return this.apply({ kind: 'participant-removed', dn, participantId });
  }

  snapshot(participants: readonly ObservedParticipant[]): this {
    const watchedDns = Object.entries(this.watched).map(([dn, dnType]) => ({ dn, dnType }));
    return this.apply({ kind: 'snapshot', participants, watchedDns });
  }

  /** XAPI's complete list of active calls. */
  lists(...calls: readonly (number | ObservedActiveCall)[]): this {
    const rows = calls.map((call) => (typeof call === 'number' ? anActiveCall(call) : call));
    return this.apply({ kind: 'active-calls', calls: rows, askedAt: atSecond(this.seconds) });
  }

  /** A list that was on its way for so long that it is as old as `askedAt`. */
  listsLate(askedAt: number, ...calls: readonly ObservedActiveCall[]): this {
    return this.apply({ kind: 'active-calls', calls, askedAt: atSecond(askedAt) });
  }

  connection(component: 'callcontrol' | 'xapi' | 'database', connected: boolean): this {
    return this.apply({ kind: 'connection', component, connected });
  }

  records(record: ObservedRecord): this {
    return this.apply({ kind: 'record', record });
  }

  ticks(): this {
    return this.apply({ kind: 'tick' });
  }

  /** Our process dies and comes back with what was stored. */
  restarts(): this {
    const stored: unknown = JSON.parse(
      JSON.stringify([...this.state.open.values(), ...this.state.ended.values()]),
    );
    this.state = restoreState(stored as Parameters<typeof restoreState>[0]);
    return this;
  }

  /** One line an event: seconds, type, participant, cause, `*` when recovered. */
  story(callId?: string): readonly string[] {
    return this.events
      .filter(({ call }) => callId === undefined || call.callId === callId)
      .map((event) => {
        const seconds = (Date.parse(event.time) - Date.parse(SCENE_START)) / 1000;
        const words = [seconds, event.type, event.participant?.participantId, event.cause];
        const line = words.filter((word) => word !== null && word !== undefined).join(' ');
        return event.recovered ? `${line} *` : line;
      });
  }

  /** A call as it stands, by its place in the order of first sight. */
  call(nth = 1): CallDto {
    return this.byId(`call-${nth}` as CallId);
  }

  /** The call that only this record told of. */
  fromHistory(callHistoryId: string): CallDto {
    return this.byId(callIdOfHistory(callHistoryId));
  }

  private byId(callId: CallId): CallDto {
    const call = this.state.open.get(callId) ?? this.state.ended.get(callId);
    if (!call) throw new Error(`no call ${callId}; told: ${this.story().join(' | ')}`);
    return toDto(call);
  }
}
