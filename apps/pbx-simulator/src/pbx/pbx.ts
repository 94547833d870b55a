import { Random, SeededRandom } from '@3cx-relay/util';
import { CallFlow, type CallPlan, type SourceEnd } from './call-flow';
import { PbxClock } from './clock';
import { Conference } from './conference';
import { Course } from './course';
import { type Device, Directory, type Dn, isExternalNumber, registerAnew } from './directory';
import { EngineEvents, type EngineListener } from './engine-events';
import { Counters } from './ids';
import { Inbound } from './inbound';
import type { Leg, LegParty } from './leg';
import { Legs } from './legs';
import { legPartyOfDn, Parties } from './parties';
import { Router } from './router';
import { NumberPlan, type Routing } from './routing';
import type { Section } from './section';
import { SectionHistory } from './section-history';
import type { TrueCall } from './truth';

export interface PbxSettings {
  readonly seed: number;
  readonly speed: number;
  readonly extensions: number;
  /** How many calls are remembered as they truly were. */
  readonly keptCalls?: number;
}

const KEPT_CALLS = 200_000;

/** A call that cannot be placed; the message names the field at fault. */
export class ImpossibleCall extends Error {}

/** The simulated PBX: what it is made of, its calls now, and every call as it truly was. */
export class Pbx {
  readonly clock: PbxClock;
  private drawn = 0;
  readonly counters = new Counters();
  readonly events = new EngineEvents();
  readonly legs = new Legs(this.counters, this.events);
  readonly parties = new Parties(this.counters, () => this.clock.now());
  readonly router = new Router(this);
  readonly transfers = this.router.transfers;
  readonly conference = new Conference(this);
  readonly course = new Course(this);
  directory: Directory;
  /** Where calls go until somebody sets rules. */
  readonly numberPlan = new NumberPlan(() => this.directory);
  /** Where calls from outside go, and how calls get out. */
  routing: Routing = this.numberPlan;
  private readonly inbound = new Inbound(this);
  /** The last calls as they truly were, oldest first. */
  readonly truths: TrueCall[] = [];
  /** When the newest call began that is no longer among them. */
  forgottenUntil: string | null = null;
  /** Calls since the start, or the last reset. */
  made = 0;
  private readonly history: SectionHistory;
  /** The sections of those calls that have ended, in that order. */
  readonly sections: readonly Section[];
  private readonly live = new Map<number, CallFlow>();

  constructor(private readonly settings: PbxSettings) {
    this.clock = new PbxClock(settings.speed);
    this.history = new SectionHistory(this.keptCalls);
    this.sections = this.history.list;
    this.directory = new Directory(settings.extensions);
  }

  /**
   * Chance for one decision after another in one place, which nothing else draws from: the same
   * seed, place and number give the same.
   */
  chance(place: string, number: number): Random {
    let state = this.settings.seed | 0;
    for (const letter of `${place} ${number}`) {
      state = Math.imul(state ^ letter.charCodeAt(0), 0x5bd1e995) ^ (state >>> 15);
    }
    return new SeededRandom(state);
  }

  /** Chance for a call that was asked for. */
  nextChance(): Random {
    this.drawn += 1;
    return this.chance('asked', this.drawn);
  }

  listen(listener: EngineListener): void {
    this.events.add(listener);
  }

  calls(): CallFlow[] {
    return [...this.live.values()];
  }

  call(callId: number): CallFlow | undefined {
    return this.live.get(callId);
  }

  callOfLeg(leg: Leg): CallFlow | undefined {
    return this.live.get(leg.callId);
  }

  /** Nobody is ringing it or talking on it. */
  isFree(dn: Dn): boolean {
    return dn.enabled && dn.registered && !dn.dnd && !this.legs.has(dn.number);
  }

  /** Whether the PBX looks for a way out for a number, were it in vain. */
  leadsOutside(number: string, from: string | null = null): boolean {
    return isExternalNumber(number) || this.routing.outbound({ number, from }) !== null;
  }

  /**
   * Places a call: from a DN or an outside number, to a DN, a DID or an outside number.
   * @throws ImpossibleCall naming what is wrong
   */
  place(from: string, to: string, plan: CallPlan = {}, device?: Device): CallFlow {
    const dn = this.directory.get(from);
    if (dn && dn.kind !== 'trunk') return this.placeInside(dn, to, plan, device);
    if (!isExternalNumber(from)) throw new ImpossibleCall(`from: there is no DN ${from}`);
    const { source, route, facts } = this.inbound.arrive(from, to);
    const call = this.begin(this.counters.nextCall(), source, plan, facts);
    this.inbound.enter(call, route);
    return call;
  }

  /** A phone registers, by devices with new ids, or is gone with all of them. */
  setRegistered(dn: Dn, isRegistered: boolean): void {
    if (dn.registered === isRegistered) return;
    if (isRegistered) registerAnew(dn);
    dn.registered = isRegistered;
    for (const { id } of dn.devices) this.events.deviceChanged(dn.number, id, isRegistered);
  }

  /** The caller's leg shows what rings. */
  showTarget(call: CallFlow, party: LegParty): void {
    const { leg } = call.source;
    if (leg && !call.isSourceConnected) this.legs.change(leg, { party });
  }

  closed(section: Section): void {
    this.history.add(section);
    this.events.sectionClosed(section);
  }

  ended(call: CallFlow): void {
    this.live.delete(call.callId);
    this.events.callEnded(call.truth);
  }

  /** The service restarts: all calls die without a word, and it counts anew. */
  restart(): void {
    for (const call of this.calls()) call.hangUp('destination');
    this.counters.restart();
  }

  /** A fresh PBX, with nothing in its past. */
  reset(): void {
    this.restart();
    this.clock.stop();
    this.truths.length = 0;
    this.forgottenUntil = null;
    this.made = 0;
    this.history.clear();
    this.drawn = 0;
    this.router.parking.reset();
    this.directory = new Directory(this.settings.extensions);
  }

  private placeInside(dn: Dn, to: string, plan: CallPlan, device: Device | undefined): CallFlow {
    const target = this.directory.get(to);
    const ways = target ? null : this.routing.outbound({ number: to, from: dn.number });
    const isOutside = !target && this.leadsOutside(to, dn.number);
    const waiting = target?.kind === 'parking' && this.router.parking.at(target.number);
    if (waiting) {
      this.router.parking.pickUp(dn, waiting);
      return waiting;
    }
    const mayConsult = this.legs.of(dn.number).some(({ status }) => status === 'Connected');
    const callId = this.counters.nextCall();
    const shown = target
      ? legPartyOfDn(target)
      : { dn: '', dnType: 'None', number: to, name: '', did: '' };
    const leg = this.legs.add({ dn, callId, status: 'Dialing', party: shown, device });
    const source = { party: this.parties.ofDn(dn), legParty: legPartyOfDn(dn), leg, dn };
    const direction = isOutside ? ('outbound' as const) : ('internal' as const);
    const facts = {
      ...{ direction, from: dn.number, to, did: null },
      trunk: ways?.[0]?.trunk ?? null,
    };
    const call = this.begin(callId, source, plan, facts);
    if (mayConsult) call.withhold();
    this.router.go(call, to, { method: 'call_init', forward: 'none', from: null });
    return call;
  }

  private begin(
    callId: number,
    source: SourceEnd,
    plan: CallPlan,
    facts: ConstructorParameters<typeof CallFlow>[4],
  ): CallFlow {
    const call = new CallFlow(this, callId, source, plan, facts);
    this.live.set(callId, call);
    this.remember(call.truth);
    return call;
  }

  private get keptCalls(): number {
    return this.settings.keptCalls ?? KEPT_CALLS;
  }

  private remember(call: TrueCall): void {
    this.made += 1;
    this.truths.push(call);
    if (this.truths.length <= this.keptCalls) return;
    const gone = this.truths.shift();
    if (!gone) return;
    this.forgottenUntil = gone.startedAt;
    this.history.forget(gone.callHistoryId);
  }
}
