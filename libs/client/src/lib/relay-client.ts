import {
  type ActiveCalls,
  type Call,
  type Event,
  type EventPage,
  type Health,
  type HistoryItem,
  type HistoryPage,
  type ListCallHistoryQuery,
  type MakeCall,
  RelayApi,
  type Send,
  type Ticket,
} from '../generated/relay-api';
import { streamEvents } from './event-stream';
import type { EventsOptions, RelayClientOptions } from './options';
import { RelayProblem, toRelayProblem } from './relay-problem';

/** Filters of the call history, as in `GET /relay/call-history`. */
export interface HistoryFilter extends Omit<ListCallHistoryQuery, 'answered' | 'cursor'> {
  readonly answered?: boolean;
}

export interface EventPageOptions extends Pick<EventsOptions, 'since' | 'epoch' | 'types' | 'dn'> {
  readonly limit?: number;
}

/** Everything that the relay offers to a key, typed. */
export class RelayClient {
  /** Every operation of the OpenAPI description, under its operation id. */
  readonly api: RelayApi;

  constructor(private readonly options: RelayClientOptions) {
    this.api = new RelayApi((method, path, parts) => this.send(method, path, parts));
  }

  /** Every event after a position, once and in order, through restarts and lost connections. */
  events(options: EventsOptions = {}): AsyncGenerator<Event, void, undefined> {
    return streamEvents(this.options, options);
  }

  /** One page of the log, oldest first. */
  eventPage(options: EventPageOptions = {}): Promise<EventPage> {
    const { since, epoch, types, dn, limit } = options;
    return this.api.listEvents({
      ...{ since, epoch, limit },
      types: types?.join(','),
      dn: dn?.join(','),
    });
  }

  health(): Promise<Health> {
    return this.api.getHealth();
  }

  activeCalls(): Promise<ActiveCalls> {
    return this.api.listActiveCalls();
  }

  activeCall(callId: string): Promise<Call> {
    return this.api.getActiveCall(callId);
  }

  /** The history, newest first; pages are fetched as the iteration goes on. */
  async *history(filter: HistoryFilter = {}): AsyncGenerator<HistoryItem, void, undefined> {
    const { answered, ...rest } = filter;
    const wanted = answered === undefined ? undefined : answered ? 'true' : 'false';
    let cursor: string | undefined;
    do {
      const page: HistoryPage = await this.api.listCallHistory({
        ...rest,
        answered: wanted,
        cursor,
      });
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  /** Makes a call: the first device of `from` rings, then `to`. */
  makeCall(call: MakeCall, idempotencyKey?: string): Promise<Call> {
    return this.api.makeCall(call, idempotencyKey);
  }

  /** A single-use ticket for a client that cannot send headers; valid for 30 seconds. */
  ticket(): Promise<Ticket> {
    return this.api.createTicket();
  }

  private readonly send: Send = async <T>(
    method: string,
    path: string,
    { query = {}, body, idempotencyKey }: Parameters<Send>[2] & object = {},
  ): Promise<T> => {
    const address = new URL(path, this.options.url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = {};
    if (this.options.apiKey) headers['authorization'] = `Bearer ${this.options.apiKey}`;
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await this.request(address, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await contentOf(answer)) as T;
  };

  private async request(address: URL, init: RequestInit): Promise<Response> {
    const send = this.options.fetch ?? fetch;
    let answer: Response;
    try {
      answer = await send(address, init);
    } catch (cause) {
      const detail = `${address.origin} cannot be reached: ${String(cause)}`;
      throw new RelayProblem('UNREACHABLE', detail);
    }
    if (!answer.ok) throw await toRelayProblem(answer);
    return answer;
  }
}

async function contentOf(answer: Response): Promise<unknown> {
  if (answer.status === 204) return undefined;
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return isJson ? answer.json() : answer.text();
}
