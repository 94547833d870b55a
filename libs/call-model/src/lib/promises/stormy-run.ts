/** A relay in bad weather: what of a script reaches the model, and what the model tells of it. */
import type { CallId } from '@3cx-relay/contracts';
import { atSecond } from '../../testing';
import { emptyState, type LiveState, restoreState } from '../live-state';
import type { ModelEvent } from '../model-event';
import type { Observation, ObservedParticipant } from '../observation';
import { observe } from '../observe';
import { type Step, WATCHED } from './call-plan';

export interface Outage {
  readonly kind: 'callcontrol' | 'xapi' | 'database' | 'process';
  readonly start: number;
  readonly length: number;
}

export interface Weather {
  /** Shares of frames that are lost, sent twice, and overtaken by the next. */
  readonly lost: number;
  readonly twice: number;
  readonly overtaken: number;
  readonly recordsMissing: number;
  readonly outages: readonly Outage[];
  readonly seed: number;
}

/** Chance that a seed repeats. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The relay in the weather: what reaches the model of what happens in the PBX, and its answers. */
export class StormyRun {
  state: LiveState = emptyState();
  readonly events: ModelEvent[] = [];
  readonly repeatsThatSpoke: string[] = [];
  private readonly legs = new Map<string, ObservedParticipant>();
  private readonly active = new Map<number, readonly [string, string]>();
  private readonly waitingRecords: Observation[] = [];
  private readonly down = new Set<Outage['kind']>();
  private readonly chance: () => number;
  private minted = 0;
  private now = 0;

  constructor(private readonly weather: Weather) {
    this.chance = dice(weather.seed);
  }

  run(steps: readonly Step[]): this {
    const end = Math.max(
      ...steps.map((step) => step.at),
      ...this.weather.outages.map((o) => o.start + o.length),
    );
    this.comeUp();
    for (let second = 0; second <= end + 1; second++) {
      this.now = second;
      this.beginOutages();
      this.deliver(this.overtake(steps.filter((step) => step.at === second)));
      this.endOutages();
      this.routine(second);
    }
    for (let second = 1; second <= 80; second++) {
      this.now += 1;
      this.routine(second);
    }
    return this;
  }

  private routine(second: number): void {
    if (second % 2 === 0) this.list();
    if (second % 45 === 0) this.snapshot();
    if (second % 5 === 0 && !this.down.has('process')) this.observe({ kind: 'tick' });
    this.flushRecords();
  }

  private overtake(steps: readonly Step[]): readonly Step[] {
    const order = [...steps];
    for (let i = 0; i + 1 < order.length; i++) {
      const [a, b] = [order[i], order[i + 1]];
      if (a && b && this.chance() < this.weather.overtaken) [order[i], order[i + 1]] = [b, a];
    }
    return order;
  }

  private deliver(steps: readonly Step[]): void {
    for (const step of steps) {
      if ('leg' in step) {
        this.legs.set(`${step.leg.dn}/${step.leg.participantId}`, step.leg);
        this.frame({ kind: 'participant', participant: step.leg });
      } else if ('gone' in step) {
        const { dn, participantId } = step.gone;
        this.legs.delete(`${dn}/${participantId}`);
        this.frame({ kind: 'participant-removed', dn, participantId });
      } else if ('active' in step) this.active.set(step.active, step.text);
      else if ('inactive' in step) this.active.delete(step.inactive);
      else if (this.chance() >= this.weather.recordsMissing) {
        this.waitingRecords.push({ kind: 'record', record: step.record });
      }
    }
  }

  private frame(observation: Observation): void {
    if (this.down.has('process') || this.down.has('callcontrol')) return;
    if (this.chance() < this.weather.lost) return;
    this.observe(observation);
    if (this.chance() < this.weather.twice) this.observe(observation);
  }

  private list(recovered = false): void {
    if (this.down.has('process') || this.down.has('xapi')) return;
    const calls = [...this.active].map(([pbxCallId, [caller, callee]]) => ({
      pbxCallId,
      caller,
      callee,
      status: 'Talking',
      establishedAt: null,
      lastChangeAt: null,
    }));
    this.observe({ kind: 'active-calls', calls, askedAt: atSecond(this.now) }, recovered);
  }

  private snapshot(): void {
    if (this.down.has('process') || this.down.has('callcontrol')) return;
    const watchedDns = Object.entries(WATCHED).map(([dn, dnType]) => ({ dn, dnType }));
    this.observe({ kind: 'snapshot', participants: [...this.legs.values()], watchedDns }, true);
  }

  private flushRecords(): void {
    if (this.down.has('process') || this.down.has('database')) return;
    for (const record of this.waitingRecords.splice(0)) {
      this.observe(record);
      if (this.chance() < this.weather.twice) this.observe(record);
    }
  }

  private beginOutages(): void {
    for (const { kind, start } of this.weather.outages) {
      if (start !== this.now) continue;
      this.down.add(kind);
      if (kind !== 'process')
        this.observe({ kind: 'connection', component: kind, connected: false });
    }
  }

  private endOutages(): void {
    for (const { kind, start, length } of this.weather.outages) {
      if (start + length !== this.now || !this.down.delete(kind)) continue;
      if (kind === 'process') this.comeUp();
      else if (!this.down.has('process')) this.comeBack(kind);
    }
  }

  private comeBack(component: 'callcontrol' | 'xapi' | 'database'): void {
    this.observe({ kind: 'connection', component, connected: true });
    if (component === 'callcontrol') this.snapshot();
    if (component === 'xapi') this.list(true);
  }

  private comeUp(): void {
    const stored = [...this.state.open.values(), ...this.state.ended.values()];
    this.state = restoreState(JSON.parse(JSON.stringify(stored)) as typeof stored);
    for (const component of ['callcontrol', 'xapi', 'database'] as const) {
      if (!this.down.has(component)) this.comeBack(component);
    }
  }

  private observe(observation: Observation, recovered = false): void {
    if (this.down.has('process')) return;
    const context = {
      at: atSecond(this.now),
      mintCallId: () => `call-${++this.minted}` as CallId,
      recovered,
    };
    const { state, events } = observe(this.state, observation, context);
    this.state = state;
    this.events.push(...events);
    const again = observe(state, observation, context);
    if (again.events.length > 0)
      this.repeatsThatSpoke.push(JSON.stringify([observation, again.events]));
  }
}
