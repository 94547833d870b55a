import { toDto } from '@3cx-relay/call-model';
import {
  type AnyRelayEvent,
  type CallDto,
  type CallId,
  type Dn,
  type Epoch,
  type Sequence,
} from '@3cx-relay/contracts';
import { EventLog, type StoredEvent } from '@3cx-relay/event-log';
import { ConnectionMonitor } from '@3cx-relay/monitoring';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { CallStore } from './call-store.port';

/** The calls of now, and the position in the log at which that is true. */
export interface ActiveCallsSnapshot {
  readonly calls: readonly CallDto[];
  /** When the PBX was last known to agree: ISO 8601. */
  readonly asOf: string;
  readonly stale: boolean;
  readonly sequence: Sequence;
  readonly epoch: Epoch;
}

interface KnownCall {
  readonly call: CallDto;
  readonly dns: ReadonlySet<string>;
}

/**
 * The calls of now, made from the log alone, so that every node has them and they join the stream
 * without a seam: a consumer that takes this and reads on after `sequence` misses nothing.
 */
@Injectable()
export class ActiveCallsView {
  private readonly calls = new Map<string, KnownCall>();
  private applied: Sequence | null = null;
  private callControl: { connected: boolean; since: string };
  private stop: (() => void) | null = null;

  constructor(
    private readonly log: EventLog,
    private readonly store: CallStore,
    private readonly monitor: ConnectionMonitor,
    private readonly clock: Clock,
  ) {
    this.callControl = { connected: false, since: clock.nowIso() };
  }

  /** Begins to follow the log; must have ended before anybody asks. */
  async start(): Promise<void> {
    const early: StoredEvent[] = [];
    let apply = (events: readonly StoredEvent[]): void => {
      early.push(...events);
    };
    this.stop = this.log.onAppended((events) => apply(events));
    const { newest } = this.log.position();
    for (const call of await this.store.loadLive(this.clock.nowIso())) {
      if (call.state !== 'ended') this.keep(toDto(call));
    }
    this.applied = newest;
    // Events that were written while the calls were read may be in them already; each carries the
    // whole call, so applying them again ends in the same place.
    this.apply(early);
    apply = (events) => this.apply(events);
  }

  close(): void {
    this.stop?.();
  }

  /** @param visible only calls in which one of these DNs took part; all when absent */
  snapshot(visible?: readonly Dn[]): ActiveCallsSnapshot {
    const { newest, epoch } = this.log.position();
    const lostAt = this.lostAt();
    return {
      calls: [...this.calls.values()]
        .filter((known) => sees(known, visible))
        .map(({ call }) => call),
      asOf: lostAt ?? this.clock.nowIso(),
      stale: lostAt !== null,
      sequence: this.applied ?? newest,
      epoch,
    };
  }

  /** One call of now; `undefined` also when the DNs may not see it. */
  one(callId: CallId, visible?: readonly Dn[]): CallDto | undefined {
    const known = this.calls.get(callId);
    return known && sees(known, visible) ? known.call : undefined;
  }

  /** Since when this is not the present: without the PBX, or the store that all events go through. */
  private lostAt(): string | null {
    const { connected, since } = this.callControl;
    const store = this.monitor.of('store');
    const lost = [
      ...(connected ? [] : [since]),
      ...(store.state === 'disconnected' ? [store.since] : []),
    ];
    return lost.toSorted()[0] ?? null;
  }

  private apply(events: readonly StoredEvent[]): void {
    for (const stored of events) {
      const event = JSON.parse(stored.json) as AnyRelayEvent;
      if ('call' in event.data) {
        if (event.data.call.state === 'ended') this.calls.delete(event.data.call.callId);
        else this.keep(event.data.call, stored.dns ?? []);
      } else if (event.type === 'connection.changed' && event.data.component === 'callcontrol') {
        const connected = event.data.state === 'connected';
        if (connected !== this.callControl.connected) {
          this.callControl = { connected, since: event.time };
        }
      }
      this.applied = stored.sequence;
    }
  }

  private keep(call: CallDto, dns: readonly string[] = []): void {
    const taken = call.participants.flatMap(({ dn }) => dn ?? []);
    const ends = [call.caller.dn, call.callee.dn, call.queue].filter((dn) => dn !== null);
    this.calls.set(call.callId, { call, dns: new Set([...dns, ...taken, ...ends]) });
  }
}

function sees(known: KnownCall, visible: readonly Dn[] | undefined): boolean {
  return visible === undefined || visible.some((dn) => known.dns.has(dn));
}
