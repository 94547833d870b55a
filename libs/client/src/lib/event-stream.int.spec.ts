import type { AddressInfo } from 'node:net';
import type { Event as RelayEvent } from '../generated/relay-api';
import { type WebSocket, WebSocketServer } from 'ws';
import { RelayClient } from './relay-client';
import { RelayProblem } from './relay-problem';

/** A relay of a few lines on a real socket: a log, and whatever a test wants it to do wrong. */
class FakeRelay {
  readonly connections: { since: string; epoch: string | null }[] = [];
  readonly sockets: WebSocket[] = [];
  epoch = 'E1';
  oldest = 1;
  log: RelayEvent[] = [];
  key = 'good';
  private readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1' });

  constructor() {
    this.server.on('connection', (socket, request) => {
      const address = new URL(request.url ?? '', 'http://relay');
      const since = address.searchParams.get('since') ?? 'now';
      this.connections.push({ since, epoch: address.searchParams.get('epoch') });
      this.sockets.push(socket);
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { apiKey: string };
        if (message.apiKey !== this.key) return socket.close(4401, 'no such key');
        this.serve(socket, since);
      });
    });
  }

  listening(): Promise<void> {
    return new Promise((resolve) => this.server.on('listening', resolve));
  }

  get client(): RelayClient {
    const { port } = this.server.address() as AddressInfo;
    return new RelayClient({
      url: `http://127.0.0.1:${port}`,
      apiKey: 'good',
      reconnect: { initialDelayMs: 5, maxDelayMs: 20 },
    });
  }

  /** What the server sends for a position; a test may repeat or cut it. */
  serve(socket: WebSocket, since: string): void {
    const from = since === 'now' ? this.log.length : Number(since);
    const recovered = since === 'now' || from >= this.oldest - 1;
    this.send(socket, { type: 'hello', sequence: this.newest, epoch: this.epoch });
    const position = { recovered, oldest: String(this.oldest), sequence: this.newest };
    this.send(socket, { type: 'subscribed', ...position, epoch: this.epoch });
    for (const event of this.log.slice(from))
      this.send(socket, { type: 'call_event', data: event });
  }

  append(): RelayEvent {
    const sequence = String(this.log.length + 1).padStart(16, '0');
    const event = { type: 'call.updated', sequence, epoch: this.epoch, id: `id${sequence}` };
    this.log.push(event as unknown as RelayEvent);
    return event as unknown as RelayEvent;
  }

  push(event: RelayEvent): void {
    for (const socket of this.sockets) this.send(socket, { type: 'call_event', data: event });
  }

  send(socket: WebSocket, message: unknown): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  }

  get newest(): string {
    return String(this.log.length).padStart(16, '0');
  }

  async stop(): Promise<void> {
    for (const socket of this.server.clients) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Takes `count` sequences; `after` runs behind each. */
async function take(
  events: AsyncGenerator<RelayEvent>,
  count: number,
  after: (taken: number) => void = () => undefined,
): Promise<number[]> {
  const sequences: number[] = [];
  for await (const event of events) {
    sequences.push(Number(event.sequence));
    after(sequences.length);
    if (sequences.length === count) break;
  }
  return sequences;
}

describe('the event stream of the client', () => {
  let relay: FakeRelay;

  beforeEach(async () => {
    relay = new FakeRelay();
    await relay.listening();
  });
  afterEach(() => relay.stop());

  it('goes on after the last event it gave when the connection is lost', async () => {
    for (let n = 0; n < 6; n += 1) relay.append();
    const cut = (taken: number) => {
      if (taken === 6) {
        relay.append();
        relay.append();
        relay.sockets.at(-1)?.terminate();
      }
    };
    expect(await take(relay.client.events({ since: 0 }), 8, cut)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(relay.connections).toEqual([
      { since: '0', epoch: null },
      { since: '0000000000000006', epoch: 'E1' },
    ]);
  });

  it('gives an event once although it was sent twice', async () => {
    const [first, second] = [relay.append(), relay.append()];
    const repeat = (taken: number) => {
      if (taken !== 2) return;
      relay.push(first);
      relay.push(second);
      relay.push(relay.append());
    };
    expect(await take(relay.client.events({ since: '0' }), 3, repeat)).toEqual([1, 2, 3]);
  });

  it('turns "now" into a position, so that a reconnect skips nothing', async () => {
    relay.append();
    const events = relay.client.events({
      since: 'now',
      onState: (state) => {
        if (state !== 'live' || relay.connections.length > 1) return;
        relay.append();
        relay.sockets[0]?.terminate();
      },
    });
    expect(await take(events, 1)).toEqual([2]);
    expect(relay.connections[1]?.since).toBe('0000000000000001');
  });

  it('tells of a gap and reads on with what there is', async () => {
    for (let n = 0; n < 5; n += 1) relay.append();
    relay.oldest = 4;
    const gaps: unknown[] = [];
    const events = relay.client.events({ since: 1, onGap: (gap) => gaps.push(gap) });
    expect(await take(events, 1)).toEqual([2]);
    expect(gaps).toEqual([{ since: '1', oldest: '4', epoch: 'E1' }]);
  });

  it('ends with the reason when the key is refused, without trying again', async () => {
    relay.key = 'another';
    await expect(take(relay.client.events(), 1)).rejects.toThrow(RelayProblem);
    expect(relay.connections).toHaveLength(1);
  });

  it('ends quietly when it is aborted', async () => {
    const controller = new AbortController();
    relay.append();
    const events = relay.client.events({ since: 0, signal: controller.signal });
    expect(await take(events, 5, () => controller.abort())).toEqual([1]);
  });
});
