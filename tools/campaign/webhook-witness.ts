import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyRelayEvent, EventPageDto } from '@3cx-relay/contracts';
import type { Doors } from './stream-witnesses';
import { Witness } from './witness';

/** A receiver of webhooks: the relay comes to it, so that its own position is the newest it got. */
export class WebhookWitness extends Witness {
  override readonly keepsOrderPerCall = true;
  private readonly server: Server;
  private hanging: ServerResponse[] | null = null;

  constructor(
    name: string,
    private readonly doors: Doors,
  ) {
    super(name);
    this.server = createServer((request, response) => {
      this.receive(request, response).catch(() => response.destroy());
    });
  }

  override async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    const answer = await fetch(`${this.doors.urls[0]}/relay/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.doors.apiKey}`,
      },
      body: JSON.stringify({ url: `http://127.0.0.1:${port}/`, types: ['*'] }),
    });
    if (!answer.ok) throw new Error(`no webhook: ${answer.status} ${await answer.text()}`);
    const log = await fetch(`${this.doors.urls[0]}/relay/events?limit=1`, {
      headers: { authorization: `Bearer ${this.doors.apiKey}` },
    });
    this.begins = Number(((await log.json()) as EventPageDto).sequence);
  }

  /** Takes no answer back: deliveries of that time wait. */
  override stall(): () => void {
    this.hanging = [];
    return () => {
      for (const response of this.hanging ?? []) response.writeHead(204).end();
      this.hanging = null;
    };
  }

  override drop(): void {
    this.server.closeAllConnections();
  }

  override async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.take(JSON.parse(Buffer.concat(chunks).toString('utf8')) as AnyRelayEvent);
    if (this.hanging) this.hanging.push(response);
    else response.writeHead(204).end();
  }
}
