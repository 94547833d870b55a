import { until } from '@3cx-relay/testing';
import { io, type Socket } from 'socket.io-client';
import WebSocket from 'ws';
import { eventFaults, messageFaults } from './described';

/** As much of an event as these tests look at. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly epoch: string;
  readonly data: {
    readonly call?: {
      readonly callId: string;
      readonly outcome: string | null;
      readonly pbx: { readonly callId: number };
      readonly participants: readonly { readonly dn: string | null }[];
    };
    readonly from?: string;
    readonly oldest?: string;
  };
}

/** A page of events, as these tests look at it. */
export interface EventsPage {
  readonly items: SeenEvent[];
  readonly nextSince: string;
  readonly recovered: boolean;
  readonly oldest: string;
  readonly sequence: string;
  readonly epoch: string;
}

export interface Frame {
  readonly type: string;
  readonly [more: string]: unknown;
}

/** A plain WebSocket that keeps every frame, and holds each to the description. */
export class RawClient {
  readonly frames: Frame[] = [];
  readonly faults: string[] = [];
  closeCode: number | undefined;
  private readonly socket: WebSocket;

  constructor(url: string, query = '', headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/relay/ws${query}`, { headers });
    this.socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      const name = frame.type === 'call_event' ? 'callEvent' : frame.type;
      this.faults.push(...messageFaults('raw', name, frame));
      this.frames.push(frame);
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code) => (this.closeCode = code));
  }

  get events(): SeenEvent[] {
    return this.frames
      .filter(({ type }) => type === 'call_event')
      .map((frame) => frame['data'] as SeenEvent);
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  async untilFrame(type: string, count = 1, limitMs = 10_000): Promise<Frame> {
    return until(`${count} frames "${type}"`, () => this.of(type)[count - 1], {
      limitMs,
      otherwise: () => JSON.stringify([this.closeCode, this.frames.slice(-5)]),
    });
  }

  async untilClosed(limitMs = 10_000): Promise<number> {
    await until('the socket is closed', () => this.closeCode !== undefined, {
      limitMs,
      otherwise: () => JSON.stringify(this.frames.slice(-5)),
    });
    return this.closeCode ?? 0;
  }

  async untilOpen(): Promise<this> {
    await until('the socket is open', () => this.socket.readyState === WebSocket.OPEN);
    return this;
  }

  send(message: unknown): void {
    this.socket.send(
      Buffer.isBuffer(message) || typeof message === 'string' ? message : JSON.stringify(message),
    );
  }

  close(): void {
    this.socket.terminate();
  }
}

/** What an upgrade to a WebSocket is refused with: status, headers and body. */
export async function refusedUpgrade(
  url: string,
  query: string,
  headers: Record<string, string>,
): Promise<{ status: number; type: string; body: unknown; header: (name: string) => unknown }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/relay/ws${query}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      reject(new Error('the upgrade was not refused'));
    });
    socket.on('error', reject);
    socket.on('unexpected-response', (request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: JSON.parse(text) as unknown,
          header: (name) => response.headers[name],
        });
        request.destroy();
      });
    });
  });
}

export interface Ack {
  readonly ok: boolean;
  readonly recovered?: boolean;
  readonly oldest?: string;
  readonly sequence?: string;
  readonly epoch?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** A plain Socket.IO client that keeps every message, and holds each to the description. */
export class IoClient {
  readonly events: SeenEvent[] = [];
  readonly messages: [string, unknown][] = [];
  readonly faults: string[] = [];
  refusal: { code?: string; detail?: string } | undefined;
  disconnected: string | undefined;
  private readonly socket: Socket;

  constructor(
    url: string,
    auth: Record<string, unknown>,
    headers: Record<string, string> = {},
    transports = ['polling', 'websocket'],
  ) {
    this.socket = io(`${url}/relay`, {
      path: '/relay/socket.io',
      forceNew: true,
      reconnection: false,
      transports,
      auth,
      extraHeaders: headers,
    });
    this.socket.onAny((name: string, payload: unknown) => {
      this.faults.push(...messageFaults('socketio', name, payload));
      this.messages.push([name, payload]);
      if (name === 'call_event') this.events.push(payload as SeenEvent);
    });
    this.socket.on('connect_error', (error) => {
      this.refusal = (error as Error & { data?: { code: string } }).data ?? {};
    });
    this.socket.on('disconnect', (reason) => (this.disconnected = reason));
  }

  async untilRefused(): Promise<{ code?: string; detail?: string }> {
    return until('the connection is refused', () => this.refusal);
  }

  async untilMessage(name: string, limitMs = 10_000): Promise<unknown> {
    const [, payload] = await until(
      `a message "${name}"`,
      () => this.messages.find(([found]) => found === name),
      { limitMs, otherwise: () => JSON.stringify([this.refusal, this.messages.slice(-5)]) },
    );
    return payload;
  }

  send(name: string, payload: unknown): void {
    this.socket.emit(name, payload);
  }

  subscribe(wish: unknown): Promise<Ack> {
    return this.socket.timeout(5_000).emitWithAck('subscribe', wish) as Promise<Ack>;
  }

  close(): void {
    this.socket.disconnect();
  }
}

export interface ServerSent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** An EventSource of a few lines, after the HTML standard. */
export class SseClient {
  readonly received: ServerSent[] = [];
  readonly comments: string[] = [];
  readonly faults: string[] = [];
  retry: number | undefined;
  ended = false;
  status = 0;
  headers = new Headers();
  private readonly stopper = new AbortController();

  static async open(
    url: string,
    query: string,
    headers: Record<string, string> = {},
  ): Promise<SseClient> {
    const client = new SseClient();
    const answer = await fetch(`${url}/relay/events${query}`, {
      headers: { accept: 'text/event-stream', ...headers },
      signal: client.stopper.signal,
    });
    client.status = answer.status;
    client.headers = answer.headers;
    void client.read(answer);
    return client;
  }

  get events(): SeenEvent[] {
    return this.received
      .filter(({ id, event }) => id !== undefined && event !== 'subscribed')
      .map(({ data }) => JSON.parse(data) as SeenEvent);
  }

  async untilReceived(event: string, limitMs = 10_000): Promise<ServerSent> {
    return until(`"${event}"`, () => this.received.find((one) => one.event === event), {
      limitMs,
      otherwise: () => JSON.stringify([this.status, this.received.slice(-5)]),
    });
  }

  close(): void {
    this.stopper.abort();
  }

  private async read(answer: Response): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of answer.body ?? []) {
        const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block.split('\n'));
      }
    } catch {
      // Broken off, by us or by the relay: both are an end.
    }
    this.ended = true;
  }

  private take(lines: readonly string[]): void {
    const fields = lines.map((line) => [line.split(':', 1)[0], line.replace(/^\w*: ?/, '')]);
    const all = (name: string) =>
      fields.filter(([field]) => field === name).map(([, v]) => v ?? '');
    this.comments.push(...all(''));
    const [retry] = all('retry');
    if (retry !== undefined) this.retry = Number(retry);
    const data = all('data').join('\n');
    if (data === '') return;
    const event = all('event')[0] ?? 'message';
    const id = all('id')[0];
    this.received.push({ event, id, data });
    if (!event.includes('.')) return;
    const parsed = JSON.parse(data) as SeenEvent;
    this.faults.push(...eventFaults(parsed));
    if (parsed.type !== event) this.faults.push(`event: ${event}, type: ${parsed.type}`);
    if (parsed.sequence !== id) this.faults.push(`id: ${id}, sequence: ${parsed.sequence}`);
  }
}
