import { type Pbx, until } from '@3cx-relay/testing';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** API clients as the PBX has them from the start. */
export const OWNER = { id: '900', secret: 'simulator-secret' };
export const USER = { id: '901', secret: 'simulator-secret-2' };

const participantWire = z.object({
  id: z.number(),
  status: z.string(),
  dn: z.string(),
  party_caller_name: z.string().nullable(),
  party_dn: z.string().nullable(),
  party_caller_id: z.string().nullable(),
  party_did: z.string().nullable(),
  device_id: z.string().nullable(),
  party_dn_type: z.string().nullable(),
  direct_control: z.boolean(),
  originated_by_dn: z.string().nullable(),
  originated_by_type: z.string().nullable(),
  referred_by_dn: z.string().nullable(),
  referred_by_type: z.string().nullable(),
  on_behalf_of_dn: z.string().nullable(),
  on_behalf_of_type: z.string().nullable(),
  callid: z.number(),
  legid: z.number(),
});
export type ParticipantWire = z.infer<typeof participantWire>;

export interface Frame {
  readonly sequence: number;
  readonly event: {
    readonly event_type: number;
    readonly entity: string;
    readonly attached_data: unknown;
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A program that was written for the PBX from its published facts alone. */
export class PbxClient {
  readonly frames: Frame[] = [];
  private socket: WebSocket | null = null;

  private constructor(
    readonly base: string,
    readonly token: string,
  ) {}

  static async signIn(pbx: Pbx, client = OWNER): Promise<PbxClient> {
    const { body } = await requestToken(pbx.httpUrl, client.id, client.secret);
    const { access_token } = z.object({ access_token: z.string() }).parse(body);
    return new PbxClient(pbx.httpUrl, access_token);
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  get(path: string): Promise<Answer> {
    return send(`${this.base}${path}`, { headers: this.headers });
  }

  /** Sends `{}` when there is nothing to say, as the vendor's client does. */
  post(path: string, body: unknown = {}, method = 'POST'): Promise<Answer> {
    return send(`${this.base}${path}`, {
      method,
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.post(path, body, 'PATCH');
  }

  delete(path: string): Promise<Answer> {
    return send(`${this.base}${path}`, { method: 'DELETE', headers: this.headers });
  }

  /** Items of an XAPI collection. */
  async list(path: string): Promise<Record<string, unknown>[]> {
    const { body } = await this.get(`/xapi/v1/${path}`);
    return z.object({ value: z.array(z.record(z.string(), z.unknown())) }).parse(body).value;
  }

  async participants(dn: string): Promise<ParticipantWire[]> {
    const { body } = await this.get(`/callcontrol/${dn}/participants`);
    return z.array(participantWire).parse(body);
  }

  /** Waits for a leg of a DN in some state. */
  leg(dn: string, status: string, callId?: number): Promise<ParticipantWire> {
    return until(`a leg of ${dn} is ${status}`, async () => {
      const legs = await this.participants(dn);
      return legs.find(
        (leg) => leg.status === status && (callId === undefined || leg.callid === callId),
      );
    });
  }

  async listen(): Promise<void> {
    const socket = new WebSocket(`${this.base.replace('http', 'ws')}/callcontrol/ws`, {
      headers: this.headers,
    });
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
  }

  say(message: unknown): void {
    this.socket?.send(JSON.stringify(message));
  }

  get isSocketClosed(): boolean {
    return this.socket?.readyState === WebSocket.CLOSED;
  }

  hangUpSocket(): void {
    this.socket?.terminate();
  }

  frame(type: number, entity: string): Promise<Frame> {
    return until(
      `a frame ${type} of ${entity}`,
      () => this.frames.find(({ event }) => event.event_type === type && event.entity === entity),
      { otherwise: () => JSON.stringify(this.frames.slice(-5)) },
    );
  }
}

export function requestToken(base: string, id: string, secret: string): Promise<Answer> {
  return send(`${base}/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: id,
      client_secret: secret,
      grant_type: 'client_credentials',
    }),
  });
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parsed(text) };
}

/** How an upgrade of the socket is answered. */
export function upgrade(base: string, headers: Record<string, string>, query = '') {
  return new Promise<number>((resolve) => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/callcontrol/ws${query}`, {
      headers,
    });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, answer) => {
      request.destroy();
      resolve(answer.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
