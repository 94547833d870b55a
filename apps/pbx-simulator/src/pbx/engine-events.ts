import type { Leg } from './leg';
import type { Section } from './section';
import type { TrueCall } from './truth';

/** What the engine tells its surfaces; each hears all, in order. */
export interface EngineListener {
  legChanged?(leg: Leg): void;
  legRemoved?(leg: Leg): void;
  /** A device has registered at a DN, or is there no more. */
  deviceChanged?(dn: string, deviceId: string, isThere: boolean): void;
  dtmf?(leg: Leg, digits: string): void;
  sectionClosed?(section: Section): void;
  callEnded?(call: TrueCall): void;
}

/** Hands what happens to every surface. */
export class EngineEvents {
  private readonly listeners: EngineListener[] = [];

  add(listener: EngineListener): void {
    this.listeners.push(listener);
  }

  legChanged(leg: Leg): void {
    for (const listener of this.listeners) listener.legChanged?.(leg);
  }

  legRemoved(leg: Leg): void {
    for (const listener of this.listeners) listener.legRemoved?.(leg);
  }

  deviceChanged(dn: string, deviceId: string, isThere: boolean): void {
    for (const listener of this.listeners) listener.deviceChanged?.(dn, deviceId, isThere);
  }

  dtmf(leg: Leg, digits: string): void {
    for (const listener of this.listeners) listener.dtmf?.(leg, digits);
  }

  sectionClosed(section: Section): void {
    for (const listener of this.listeners) listener.sectionClosed?.(section);
  }

  callEnded(call: TrueCall): void {
    for (const listener of this.listeners) listener.callEnded?.(call);
  }
}
