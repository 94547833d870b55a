import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const READY_FOR_QUERY = 'Z'.charCodeAt(0);
/** As long as that message is, with the state of the transaction. */
const READY_LENGTH = 6;

/** Before a PostgreSQL: lets everything through, and ends a session in the packet that makes it. */
export class CuttingDoor {
  cutsNext = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  /** @param port of the PostgreSQL behind it */
  static async before(port: number): Promise<CuttingDoor> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CuttingDoor(server, port);
  }

  /** The address that leads through here. */
  lead(url: string): string {
    const led = new URL(url);
    led.port = String((this.server.address() as AddressInfo).port);
    return led.href;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const behind = connect(this.port, '127.0.0.1');
    for (const socket of [client, behind]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('close', () => behind.destroy());
    behind.on('close', () => client.destroy());
    client.pipe(behind);
    let isNew = true;
    behind.on('data', (data: Buffer) => {
      const isReady = isNew && data.at(-READY_LENGTH) === READY_FOR_QUERY;
      if (isReady) isNew = false;
      if (!isReady || !this.cutsNext) return void client.write(data);
      this.cutsNext = false;
      client.end(Buffer.concat([data, terminated()]));
    });
  }
}

/** What PostgreSQL says when an administrator ends the session. */
function terminated(): Buffer {
  const fields = Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
