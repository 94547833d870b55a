import { until } from '@3cx-relay/testing';
import type { SeenEvent } from './streams';
import type { World } from './world';

export interface CallBody {
  readonly callId: string;
  readonly conversationId: string;
  readonly direction: string;
  readonly state: string;
  readonly caller: { readonly number: string | null; readonly dn: string | null };
  readonly callee: { readonly number: string | null; readonly dn: string | null };
  readonly participants: readonly {
    readonly dn: string | null;
    readonly state: string;
    readonly leftAt: string | null;
  }[];
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly answeredBy: { readonly dn: string | null } | null;
  readonly outcome: string | null;
  readonly pbx: { readonly callId: number };
}
export interface ActiveBody {
  readonly items: CallBody[];
  readonly asOf: string;
  readonly stale: boolean;
  readonly sequence: string;
  readonly epoch: string;
}
export interface HistoryBody {
  readonly items: (CallBody & { readonly segments: readonly unknown[] })[];
  readonly nextCursor: string | null;
}
export interface EventsBody {
  readonly items: SeenEvent[];
  readonly sequence: string;
}

export const isConnected = ({ state }: CallBody): boolean => state === 'connected';

/** Calls on the simulated PBX as a key sees and makes them. */
export class Calls {
  constructor(
    private readonly world: World,
    private readonly key: string,
  ) {}

  async get<T>(route: string): Promise<T> {
    return (await this.world.request<T>('GET', route, { key: this.key })).body;
  }

  async untilActive(callId: string, fits: (call: CallBody) => boolean): Promise<CallBody> {
    let seen: CallBody | undefined;
    return until(
      `call ${callId} fits`,
      async () => {
        const { items } = await this.get<ActiveBody>('/relay/active-calls');
        seen = items.find((call) => call.callId === callId);
        return seen && fits(seen) ? seen : undefined;
      },
      { otherwise: () => JSON.stringify(seen) },
    );
  }

  async untilEvent(callId: string, type: string): Promise<SeenEvent> {
    return until(`${type} of ${callId}`, async () => {
      const { items } = await this.get<EventsBody>(`/relay/events?types=${type}&limit=1000`);
      return items.find(({ data }) => data.call?.callId === callId);
    });
  }

  async aConnectedCall(from = '100', to = '101'): Promise<CallBody> {
    const { callId } = await this.post('/relay/calls', { from, to });
    return this.untilActive(callId, isConnected);
  }

  /** @returns the id of a call that was answered and has its record */
  async aFinishedCall(from: string, to: string): Promise<string> {
    const { callId } = await this.aConnectedCall(from, to);
    await this.post(`/relay/calls/${callId}/drop`, { dn: from });
    await this.untilEvent(callId, 'call.record');
    return callId;
  }

  private async post(route: string, body: unknown): Promise<CallBody> {
    return (await this.world.request<CallBody>('POST', route, { key: this.key, body })).body;
  }
}
