import type { Principal } from '@3cx-relay/api-keys';
import {
  formatSequence,
  type PositionDto,
  type Sequence,
  type SubscribeRequest,
  toSequence,
} from '@3cx-relay/contracts';
import type { ResolvedPosition } from '@3cx-relay/event-log';
import { toFilter } from './event-filter';
import { Subscription, type SubscriptionRooms } from './subscription';
import type { Wire } from './wire';

export const TRANSPORTS = ['socketio', 'websocket', 'sse'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Who is connected, and how. */
export interface ConsumerIdentity {
  readonly id: string;
  readonly transport: Transport;
  /** Of the client, past trusted proxies. */
  readonly address: string;
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
}

/** One open connection: who it is, what it may see, and the subscription it reads by. */
export class Consumer {
  private subscription: Subscription | undefined;
  private request: SubscribeRequest = {};
  /** Counts subscriptions: one that was replaced while it waited begins no more. */
  private turn = 0;

  constructor(
    readonly identity: ConsumerIdentity,
    private rights: Principal,
    readonly wire: Wire,
    private readonly rooms: SubscriptionRooms,
    /** Closes it for taking too little. */
    private readonly cutOff: () => void,
  ) {}

  get principal(): Principal {
    return this.rights;
  }

  get subscribed(): Readonly<SubscribeRequest> {
    return this.request;
  }

  get current(): Subscription | undefined {
    return this.subscription;
  }

  /**
   * Replaces the subscription: nothing of the old one follows.
   * @param tell called with what became of the position, before the first event
   */
  subscribe(request: SubscribeRequest, tell: (position: PositionDto) => void): void {
    this.end();
    const { turn } = this;
    const { log } = this.rooms;
    const since = request.since ?? 'now';
    if (since === 'now' || since <= log.position().newest) return this.begin(request, tell);
    // Another node has told of events that this one has not heard of yet.
    log.reach(since).then(
      () => turn === this.turn && this.begin(request, tell),
      () => turn === this.turn && this.wire.interrupt('restart'),
    );
  }

  private begin(request: SubscribeRequest, tell: (position: PositionDto) => void): void {
    const { log } = this.rooms;
    const resolved = log.resolve(request.since ?? 'now', request.epoch);
    this.request = request;
    this.subscription = new Subscription(
      this.rooms,
      this.wire,
      toFilter(request, this.rights),
      startOf(request, resolved),
      this.cutOff,
    );
    tell(toPositionDto(resolved));
    this.subscription.start();
  }

  /** The key may see something else from now on. */
  changeRights(principal: Principal): void {
    this.rights = principal;
    this.subscription?.changeFilter(toFilter(this.request, principal));
  }

  end(): void {
    this.turn += 1;
    this.subscription?.end();
    this.subscription = undefined;
  }
}

export function toPositionDto(resolved: ResolvedPosition): PositionDto {
  return {
    recovered: resolved.recovered,
    oldest: formatSequence(resolved.oldest),
    sequence: formatSequence(resolved.sequence),
    epoch: resolved.epoch,
  };
}

/**
 * Where reading begins. A position past retention is kept as it was sent, so that the subscription
 * tells of the gap; one of another epoch begins before everything.
 */
export function startOf(request: SubscribeRequest, resolved: ResolvedPosition): Sequence {
  const { since, epoch } = request;
  if (resolved.recovered || since === undefined || since === 'now') return resolved.from;
  const isForeign = epoch !== undefined && epoch !== resolved.epoch;
  return isForeign || since > resolved.from ? toSequence(0) : since;
}
