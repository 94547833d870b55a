import type { AnyRelayEvent, PositionDto } from '@3cx-relay/contracts';
import { io, type Socket } from 'socket.io-client';
import WebSocket from 'ws';
import { Witness } from './witness';
import { pause } from './world';

type Message =
  | { readonly type: 'call_event'; readonly data: AnyRelayEvent }
  | ({ readonly type: 'subscribed' } & PositionDto);

export interface Doors {
  /** Addresses of the relays; a consumer that is turned away tries the next. */
  readonly urls: readonly string[];
  readonly apiKey: string;
}

/** Keeps a connection open, through one relay after another. */
abstract class StreamWitness extends Witness {
  private stopped = false;
  private attempts = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    name: string,
    protected readonly doors: Doors,
  ) {
    super(name);
  }

  override start(): Promise<void> {
    this.running = this.run();
    return Promise.resolve();
  }

  override async stop(): Promise<void> {
    this.stopped = true;
    this.drop();
    await this.running;
  }

  /** One connection, from its beginning to its end. */
  protected abstract connect(url: string): Promise<void>;

  private async run(): Promise<void> {
    while (!this.stopped) {
      const url = this.doors.urls[this.attempts % this.doors.urls.length] ?? '';
      this.attempts += 1;
      await this.connect(url).catch(() => undefined);
      if (!this.stopped) await pause(200);
    }
  }
}

export class SocketIoWitness extends StreamWitness {
  private socket: Socket | null = null;
  private over: () => void = () => undefined;

  protected override connect(url: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = io(`${url}/relay`, {
        path: '/relay/socket.io',
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        timeout: 5_000,
        auth: { apiKey: this.doors.apiKey, ...this.position },
      });
      this.socket = socket;
      const over = () => {
        socket.close();
        resolve();
      };
      this.over = over;
      socket.on('call_event', (event: AnyRelayEvent) => this.take(event));
      socket.on('subscribed', (answer: PositionDto) => this.resumed(answer));
      socket.on('connect_error', over);
      socket.on('disconnect', () => resolve());
      socket.on('goodbye', over);
    });
  }

  override stall(): () => void {
    const engine = this.socket?.io.engine.transport as unknown as { ws?: WebSocket } | undefined;
    const { ws } = engine ?? {};
    ws?.pause();
    return () => ws?.resume();
  }

  /** A socket that was not connected yet says nothing when it is closed. */
  override drop(): void {
    this.over();
  }
}

export class WebSocketWitness extends StreamWitness {
  private socket: WebSocket | null = null;

  protected override connect(url: string): Promise<void> {
    return new Promise((resolve) => {
      const address = new URL('/relay/ws', url.replace('http', 'ws'));
      address.searchParams.set('since', this.position.since);
      if (this.position.epoch) address.searchParams.set('epoch', this.position.epoch);
      const headers = { authorization: `Bearer ${this.doors.apiKey}` };
      const socket = new WebSocket(address, { headers, handshakeTimeout: 5_000 });
      this.socket = socket;
      let quiet = Date.now();
      // Heartbeats come every 15 s: without one the relay is gone.
      const watch = setInterval(() => {
        if (!socket.isPaused && Date.now() - quiet > 20_000) socket.terminate();
      }, 1_000);
      socket.on('message', (data: Buffer) => {
        quiet = Date.now();
        const message = JSON.parse(data.toString('utf8')) as Message;
        if (message.type === 'call_event') this.take(message.data);
        if (message.type === 'subscribed') this.resumed(message);
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        clearInterval(watch);
        resolve();
      });
    });
  }

  override stall(): () => void {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return () => undefined;
    socket.pause();
    return () => socket.resume();
  }

  override drop(): void {
    this.socket?.terminate();
  }
}

export class SseWitness extends StreamWitness {
  private ending = new AbortController();
  private stalled: { readonly over: Promise<void>; readonly end: () => void } | null = null;

  protected override async connect(url: string): Promise<void> {
    this.ending = new AbortController();
    const address = new URL('/relay/events', url);
    address.searchParams.set('since', this.position.since);
    if (this.position.epoch) address.searchParams.set('epoch', this.position.epoch);
    const answer = await fetch(address, {
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${this.doors.apiKey}`,
      },
      signal: this.ending.signal,
    });
    if (!answer.ok || !answer.body) throw new Error(`${answer.status}`);
    let text = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      await this.stalled?.over;
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.read(block);
    }
  }

  override stall(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.stalled = { over: promise, end: resolve };
    return () => {
      this.stalled = null;
      resolve();
    };
  }

  override drop(): void {
    this.stalled?.end();
    this.ending.abort();
  }

  private read(block: string): void {
    const data = /^data: ?(.*)$/m.exec(block)?.[1];
    if (data === undefined) return;
    if (/^event: ?subscribed$/m.test(block)) this.resumed(JSON.parse(data) as PositionDto);
    else if (/^id:/m.test(block)) this.take(JSON.parse(data) as AnyRelayEvent);
  }
}
