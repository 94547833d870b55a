import type { Counters } from './ids';
import type { Device, Dn } from './directory';
import type { EngineEvents } from './engine-events';
import { type Leg, type LegParty, type LegStatus, type Related, WIRE_TYPES } from './leg';

export interface NewLeg {
  readonly dn: Dn;
  readonly callId: number;
  readonly status: LegStatus;
  readonly party: LegParty;
  readonly device?: Device | undefined;
  readonly referredBy?: Related | null;
  readonly onBehalfOf?: Related | null;
  readonly originatedBy?: Related | null;
}

/** All legs of the PBX that exist now. */
export class Legs {
  private readonly byId = new Map<number, Leg>();
  /** Legs of each DN that has any, in the order of their making. */
  private readonly byDn = new Map<string, Set<Leg>>();

  constructor(
    private readonly counters: Counters,
    private readonly events: EngineEvents,
  ) {}

  all(): Leg[] {
    return [...this.byId.values()];
  }

  of(dn: string): Leg[] {
    return [...(this.byDn.get(dn) ?? [])];
  }

  /** Whether a DN has any leg. */
  has(dn: string): boolean {
    return this.byDn.has(dn);
  }

  get(id: number): Leg | undefined {
    return this.byId.get(id);
  }

  add({ dn, callId, status, party, device, ...related }: NewLeg): Leg {
    const used = device ?? dn.devices[0];
    const id = this.counters.nextLeg();
    const leg: Leg = {
      ...{ id, legId: id, callId, status, party },
      dn: dn.number,
      dnType: WIRE_TYPES[dn.kind],
      deviceId: used?.id ?? '',
      directControl: used?.directControl ?? false,
      originatedBy: related.originatedBy ?? null,
      referredBy: related.referredBy ?? null,
      onBehalfOf: related.onBehalfOf ?? null,
      attachedData: {},
    };
    this.byId.set(id, leg);
    const siblings = this.byDn.get(leg.dn);
    if (siblings) siblings.add(leg);
    else this.byDn.set(leg.dn, new Set([leg]));
    this.events.legChanged(leg);
    return leg;
  }

  change(leg: Leg, change: Partial<Pick<Leg, 'status' | 'party' | 'referredBy' | 'callId'>>): void {
    if (!this.byId.has(leg.id)) return;
    Object.assign(leg, change);
    this.events.legChanged(leg);
  }

  remove(leg: Leg): void {
    if (!this.byId.delete(leg.id)) return;
    const siblings = this.byDn.get(leg.dn);
    siblings?.delete(leg);
    if (siblings?.size === 0) this.byDn.delete(leg.dn);
    this.events.legRemoved(leg);
  }
}
