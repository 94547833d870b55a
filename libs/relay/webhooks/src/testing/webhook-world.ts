import { MemoryLog } from '@3cx-relay/event-log/testing';
import { ManualClock } from '@3cx-relay/util';
import { Receiver } from './receiver';
import { RelayNode, type Store, until } from './world';

/** A relay on a PBX of its own, its log, and an endpoint that takes what it sends. */
export class WebhookWorld {
  readonly log = new MemoryLog();
  // Receivers check timestamps, so this clock begins at the time of the world.
  private readonly clock = new ManualClock(Date.now());

  private constructor(
    private readonly store: Store,
    private readonly pbxId: string,
    readonly receiver: Receiver,
  ) {}

  static async on(store: Store): Promise<WebhookWorld> {
    return new WebhookWorld(store, store.nextPbx(), await Receiver.start());
  }

  /** One more relay on this PBX; it sends nothing until it is started. */
  relay(): Promise<RelayNode> {
    return RelayNode.on(this.store, this.pbxId, { log: this.log, clock: this.clock });
  }

  /** Moves the clock until it is so. */
  until(what: string, isSo: () => boolean | Promise<boolean>, stepMs?: number): Promise<void> {
    return until(what, this.clock, isSo, stepMs);
  }
}
