import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { readonly id: string; readonly subject: string; readonly sequence: string };
}

type Answer = (response: ServerResponse, received: Received) => void;

/** An endpoint of an integrator: keeps what it gets and answers as it is told to. */
export class Receiver {
  readonly got: Received[] = [];
  inFlight = 0;
  maxInFlight = 0;
  private answer: Answer = (response) => response.writeHead(204).end();

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
      receiver.inFlight += 1;
      receiver.maxInFlight = Math.max(receiver.maxInFlight, receiver.inFlight);
      response.once('close', () => (receiver.inFlight -= 1));
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const received = {
          headers: request.headers,
          body,
          event: JSON.parse(body) as Received['event'],
        };
        receiver.got.push(received);
        receiver.answer(response, received);
      });
    });
    return receiver;
  }

  /** From now on. */
  answers(answer: Answer): void {
    this.answer = answer;
  }

  answersStatus(status: number, headers: Record<string, string> = {}, text = ''): void {
    this.answer = (response) => response.writeHead(status, headers).end(text);
  }

  get ids(): string[] {
    return this.got.map(({ event }) => event.id);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
