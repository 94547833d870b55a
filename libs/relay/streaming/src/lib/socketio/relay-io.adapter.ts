import type { IncomingMessage } from 'node:http';
import { SOCKET_LIMITS } from '@3cx-relay/contracts';
import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { OriginCheck } from '../origin-check';
import { StreamingOptions } from '../streaming.options';
import { SOCKET_IO_PATH } from './socketio-path';

/** As the adapter has them: it brings a Socket.IO of its own version. */
type Options = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;
type Server = ReturnType<IoAdapter['createIOServer']>;

type Decide = (error: string | null, allowed: boolean) => void;

/**
 * The one Socket.IO server of the relay, for the namespaces of every part:
 * `app.useWebSocketAdapter(new RelayIoAdapter(app))`.
 */
export class RelayIoAdapter extends IoAdapter {
  private readonly origins: OriginCheck;
  private readonly options: StreamingOptions;

  constructor(app: INestApplication) {
    super(app);
    this.origins = app.get(OriginCheck, { strict: false });
    this.options = app.get(StreamingOptions, { strict: false });
  }

  override createIOServer(port: number, options?: Options): Server {
    const { corsOrigins } = this.options;
    const settings = {
      ...options,
      path: SOCKET_IO_PATH,
      serveClient: false,
      maxHttpBufferSize: SOCKET_LIMITS.messageBytes,
      // It would hang up on raw sockets that wait for their key to be checked; RawSocketServer
      // answers upgrades to nowhere.
      destroyUpgrade: false,
      // Resuming is by our position alone: Socket.IO's recovery forgets on restarts.
      ...(corsOrigins.length > 0 ? { cors: { origin: [...corsOrigins] } } : {}),
      allowRequest: (request: IncomingMessage, decide: Decide) => {
        const allowed = this.origins.allows(request);
        decide(allowed ? null : 'origin not allowed', allowed);
      },
    };
    return super.createIOServer(port, settings as Options);
  }
}
