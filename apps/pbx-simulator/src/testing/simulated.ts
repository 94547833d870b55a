import { until } from '@3cx-relay/testing';
import { WebSocket } from 'ws';
import { readOptions } from '../cli/options';
import type { TrueCall } from '../pbx/truth';
import { type Simulator, startSimulator } from '../simulator';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body, or the text where it is none. */
  readonly body: unknown;
}

export interface Participant {
  readonly id: number;
  readonly status: string;
  readonly dn: string;
  readonly callid: number;
  readonly [field: string]: unknown;
}

export interface Frame {
  readonly sequence: number;
  readonly event: {
    readonly event_type: number;
    readonly entity: string;
    readonly attached_data: Record<string, unknown> | null;
  };
}

/** A simulator in this process, and a client of it that speaks plain HTTP. */
export class Simulated {
  private token = '';

  private constructor(readonly simulator: Simulator) {}

  /** On free ports and without traffic; `flags` as on the command line. */
  static async start(...flags: string[]): Promise<Simulated> {
    const free = ['--port=0', '--http-port=0', '--db-port=0', '--calls-per-minute=0'];
    const options = readOptions([...free, ...flags]);
    if ('help' in options) throw new Error(options.help);
    return new Simulated(await startSimulator(options));
  }

  get url(): string {
    return this.simulator.facts.http;
  }

  stop(): Promise<void> {
    return this.simulator.stop();
  }

  async signIn(id = '900', secret = 'simulator-secret'): Promise<string> {
    const form = { client_id: id, client_secret: secret, grant_type: 'client_credentials' };
    const { body } = await this.request('POST', '/connect/token', new URLSearchParams(form));
    this.token = (body as { access_token: string }).access_token;
    return this.token;
  }

  /** With the token of the last sign-in unless another is given; objects are sent as JSON. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    token: string | null = this.token,
  ): Promise<Reply> {
    const isForm = body instanceof URLSearchParams || body instanceof FormData;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body !== undefined && !isForm ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }

  get(path: string): Promise<Reply> {
    return this.request('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Reply> {
    return this.request('POST', path, body);
  }

  async place(call: Record<string, unknown>): Promise<number> {
    const { status, body } = await this.post('/_sim/calls', call);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return (body as { callId: number }).callId;
  }

  async participants(dn: string): Promise<Participant[]> {
    return (await this.get(`/callcontrol/${dn}/participants`)).body as Participant[];
  }

  /** Waits for a leg of a DN to have a status. */
  leg(dn: string, status: string): Promise<Participant> {
    return until(`${dn} has a leg that is ${status}`, async () =>
      (await this.participants(dn)).find((leg) => leg.status === status),
    );
  }

  async truth(callId: number): Promise<TrueCall | undefined> {
    const { items } = (await this.get('/_sim/truth')).body as { items: TrueCall[] };
    return items.findLast((call) => call.callId === callId);
  }

  ended(callId: number): Promise<TrueCall> {
    return until(`call ${callId} has ended`, async () => {
      const call = await this.truth(callId);
      return call?.endedAt ? call : undefined;
    });
  }

  /** An open socket that keeps its frames. */
  async socket(token = this.token): Promise<Socket> {
    const socket = new Socket(`${this.url.replace('http', 'ws')}/callcontrol/ws`, token);
    await until('the socket is open', () => socket.ws.readyState === WebSocket.OPEN);
    return socket;
  }

  /** What an upgrade is answered with when it is refused. */
  refusedUpgrade(headers: Record<string, string>, query = ''): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const ws = new WebSocket(`${this.url.replace('http', 'ws')}/callcontrol/ws${query}`, {
        headers,
      });
      ws.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
        response.resume();
      });
      ws.on('open', () => reject(new Error('the upgrade was not refused')));
      ws.on('error', () => undefined);
    });
  }
}

export class Socket {
  readonly ws: WebSocket;
  readonly texts: string[] = [];
  closeCode: number | null = null;
  pongs = 0;

  constructor(url: string, token: string) {
    this.ws = new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } });
    this.ws.on('message', (data: Buffer) => this.texts.push(data.toString()));
    this.ws.on('close', (code) => (this.closeCode = code));
    this.ws.on('pong', () => (this.pongs += 1));
    this.ws.on('error', () => undefined);
  }

  get frames(): Frame[] {
    return this.texts.map((text) => JSON.parse(text) as Frame);
  }

  /** Kinds and entities, in order, each once: `0 /callcontrol/100/participants/1`. */
  heard(): string[] {
    return [...new Set(this.frames.map(({ event }) => `${event.event_type} ${event.entity}`))];
  }

  async hears(line: string): Promise<void> {
    await until(`the socket hears ${line}`, () => this.heard().includes(line), {
      otherwise: () => this.heard().join(', '),
    });
  }
}

export const entity = ({ dn, id }: Participant) => `/callcontrol/${dn}/participants/${id}`;
export const upsert = (leg: Participant) => `0 ${entity(leg)}`;
export const removal = (leg: Participant) => `1 ${entity(leg)}`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
