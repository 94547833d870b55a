import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A network between a client and the relay that passes on so many bytes of what the relay says and
 * then nothing, until it is told to flow.
 */
export class SlowLine {
  private readonly relaySides: Socket[] = [];
  private passed = 0;
  private flows = false;

  private constructor(
    private readonly server: Server,
    private readonly takesBytes: number,
  ) {}

  static async to(relayUrl: string, takesBytes: number): Promise<SlowLine> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = new SlowLine(server, takesBytes);
    const { port, hostname } = new URL(relayUrl);
    server.on('connection', (client) => line.join(client, connect(Number(port), hostname)));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  flow(): void {
    this.flows = true;
    for (const relay of this.relaySides) relay.resume();
  }

  stop(): void {
    for (const relay of this.relaySides) relay.destroy();
    this.server.close();
  }

  private join(client: Socket, relay: Socket): void {
    this.relaySides.push(relay);
    client.pipe(relay);
    relay.on('data', (chunk) => {
      client.write(chunk);
      this.passed += chunk.length;
      if (!this.flows && this.passed >= this.takesBytes) relay.pause();
    });
    relay.on('end', () => client.end());
    for (const [one, other] of [
      [client, relay],
      [relay, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroySoon());
    }
  }
}
