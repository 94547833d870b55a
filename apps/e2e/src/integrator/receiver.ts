import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@3cx-relay/testing';
import type { SeenEvent } from './streams';

export interface Delivered {
  readonly at: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: SeenEvent;
  readonly answered: number;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** Takes the request and never answers. */
export const SILENCE = { status: 0 } as const;

/** An integrator's own web server, which keeps what it gets and answers as it is told. */
export class Receiver {
  readonly got: Delivered[] = [];
  /** Decides by the event; 204 unless a test says otherwise. */
  answer: (event: SeenEvent) => Answer = () => ({ status: 204 });

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/hook`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const answer = receiver.take(request.headers, Buffer.concat(chunks).toString());
        if (answer === SILENCE) return;
        const { status, headers, text = 'told by the receiver' } = answer;
        response.writeHead(status, headers).end(text);
      });
    });
    return receiver;
  }

  get types(): string[] {
    return this.got.map(({ event }) => event.type);
  }

  ofPbxCall(pbxCallId: number): Delivered[] {
    return this.got.filter(({ event }) => event.data.call?.pbx.callId === pbxCallId);
  }

  async untilGot(count: number, limitMs = 10_000): Promise<Delivered[]> {
    await until(`${count} deliveries`, () => this.got.length >= count, {
      limitMs,
      otherwise: () => this.types.join(', '),
    });
    return this.got;
  }

  clear(): void {
    this.got.splice(0);
    this.answer = () => ({ status: 204 });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(headers: IncomingHttpHeaders, body: string): Answer {
    const event = JSON.parse(body) as SeenEvent;
    const answer = this.answer(event);
    this.got.push({ at: performance.now(), headers, body, event, answered: answer.status });
    return answer;
  }
}
