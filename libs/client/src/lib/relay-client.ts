import type {
  ActiveCallsDto,
  AnyRelayEvent,
  CallDto,
  EventPageDto,
  HealthDto,
  HistoryItemDto,
  HistoryPageDto,
  ProblemDto,
} from '@3cx-relay/contracts';
import { streamEvents } from './event-stream';
import type { EventsOptions, RelayClientOptions } from './options';
import { RelayProblem } from './relay-problem';

/** Filters of the call history, as in `GET /relay/call-history`. */
export interface HistoryFilter {
  /** A date (whole days in UTC) or an ISO 8601 time with offset. */
  readonly start?: string;
  readonly end?: string;
  readonly direction?: 'inbound' | 'outbound' | 'internal';
  readonly extension?: string;
  /** Three digits or more of a number. */
  readonly number?: string;
  readonly answered?: boolean;
}

export interface EventPageOptions extends Pick<EventsOptions, 'since' | 'epoch' | 'types' | 'dn'> {
  readonly limit?: number;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Everything that the relay offers to a key, typed. */
export class RelayClient {
  constructor(private readonly options: RelayClientOptions) {}

  /** Every event after a position, once and in order, through restarts and lost connections. */
  events(options: EventsOptions = {}): AsyncGenerator<AnyRelayEvent, void, undefined> {
    return streamEvents(this.options, options);
  }

  /** One page of the log, oldest first. */
  eventPage(options: EventPageOptions = {}): Promise<EventPageDto> {
    const { since, epoch, types, dn, limit } = options;
    return this.get('/relay/events', {
      ...{ since, epoch, limit },
      types: types?.join(','),
      dn: dn?.join(','),
    });
  }

  health(): Promise<HealthDto> {
    return this.get('/relay/health');
  }

  activeCalls(): Promise<ActiveCallsDto> {
    return this.get('/relay/active-calls');
  }

  activeCall(callId: string): Promise<CallDto> {
    return this.get(`/relay/active-calls/${encodeURIComponent(callId)}`);
  }

  /** The history, newest first; pages are fetched as the iteration goes on. */
  async *history(filter: HistoryFilter = {}): AsyncGenerator<HistoryItemDto, void, undefined> {
    let cursor: string | undefined;
    do {
      const page: HistoryPageDto = await this.get('/relay/call-history', { ...filter, cursor });
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  /** Makes a call: the first device of `from` rings, then `to`. */
  makeCall(call: { from: string; to: string; deviceId?: string }): Promise<CallDto> {
    return this.post('/relay/calls', call);
  }

  /** Acts on the participant of a call that `dn` names. */
  control(
    callId: string,
    action: 'drop' | 'answer' | 'divert' | 'transfer',
    target: { dn: string; to?: string },
  ): Promise<CallDto> {
    return this.post(`/relay/calls/${encodeURIComponent(callId)}/${action}`, target);
  }

  /** A single-use ticket for a client that cannot send headers; valid for 30 seconds. */
  ticket(): Promise<{ ticket: string; expiresAt: string }> {
    return this.post('/relay/tickets', {});
  }

  private get<T>(path: string, query: Query = {}): Promise<T> {
    const address = new URL(path, this.options.url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    return this.request<T>(address, { method: 'GET' });
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return this.request<T>(new URL(path, this.options.url), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }

  private async request<T>(
    address: URL,
    init: { method: string; body?: string; headers?: Record<string, string> },
  ): Promise<T> {
    const send = this.options.fetch ?? fetch;
    const headers = {
      ...init.headers,
      ...(this.options.apiKey ? { authorization: `Bearer ${this.options.apiKey}` } : {}),
    };
    const answer = await send(address, { ...init, headers }).catch((cause: unknown) => {
      throw new RelayProblem(
        'UNREACHABLE',
        `${address.origin} cannot be reached: ${String(cause)}`,
      );
    });
    if (answer.ok) return (await answer.json()) as T;
    throw await toProblem(answer);
  }
}

async function toProblem(answer: Response): Promise<RelayProblem> {
  const text = await answer.text();
  try {
    const problem = JSON.parse(text) as ProblemDto;
    return new RelayProblem(problem.code, problem.detail, problem);
  } catch {
    // Not the relay's own answer: a proxy stands in between.
    return new RelayProblem('UNREACHABLE', `${answer.status} ${answer.statusText}`);
  }
}
