import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A program that receives webhooks: it answers as it is told, and keeps what came. */
export class Receiver {
  /** What it answers from now on. */
  status = 200;
  /** The types of the events that came, oldest first, whatever it answered. */
  readonly received: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { type } = JSON.parse(Buffer.concat(parts).toString()) as { type: string };
        receiver.received.push(type);
        response.writeHead(receiver.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ heard: type, status: receiver.status }));
      });
    });
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
