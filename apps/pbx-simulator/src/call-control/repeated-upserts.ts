import type { EngineListener, Leg, Pbx } from '../pbx';

/** Tells a ringing leg again and again though nothing changed, as one program has seen it. */
export class RepeatedUpserts implements EngineListener {
  private readonly ringing = new Set<number>();

  /** @param everyMs 0: never */
  constructor(
    private readonly pbx: Pbx,
    private readonly everyMs: number,
    private readonly told: { legChanged(leg: Leg): void },
  ) {}

  legChanged(leg: Leg): void {
    const isNew = leg.status === 'Ringing' && !this.ringing.has(leg.id);
    if (this.everyMs === 0 || !isNew) return;
    this.ringing.add(leg.id);
    this.again(leg);
  }

  legRemoved({ id }: Leg): void {
    this.ringing.delete(id);
  }

  private again(leg: Leg): void {
    this.pbx.clock.after(this.everyMs, () => {
      if (this.pbx.legs.get(leg.id) !== leg || leg.status !== 'Ringing') return;
      this.told.legChanged(leg);
      this.again(leg);
    });
  }
}
