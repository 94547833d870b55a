import type { IncomingMessage } from 'node:http';
import { type ProblemCode, SOCKET_LIMITS } from '@3cx-relay/contracts';
import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { OriginCheck } from '../origin-check';
import { StreamingOptions } from '../streaming.options';
import { SOCKET_IO_PATH } from './socketio-path';

/** As the adapter has them: it brings a Socket.IO of its own version. */
type Options = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;
type Server = ReturnType<IoAdapter['createIOServer']>;

type Decide = (error: string | null, allowed: boolean) => void;

/** Connections that may be open without having joined a namespace, as with raw sockets. */
const MAX_UNJOINED = 1_000;
/** Within it a key is checked that has to wait for others; the library would grant 45 s. */
const JOIN_TIMEOUT_MS = 15_000;
const NO_ROOT_DETAIL = 'The namespace / has nothing: connect to the namespace /relay.';

const NO_ROOT = Object.assign(new Error(NO_ROOT_DETAIL), {
  data: { code: 'NOT_FOUND' satisfies ProblemCode, detail: NO_ROOT_DETAIL },
});

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
    const { corsOrigins, connectionsPerNode } = this.options;
    const most = connectionsPerNode + MAX_UNJOINED;
    const settings = {
      ...options,
      path: SOCKET_IO_PATH,
      serveClient: false,
      connectTimeout: JOIN_TIMEOUT_MS,
      maxHttpBufferSize: SOCKET_LIMITS.messageBytes,
      // It would hang up on raw sockets that wait for their key to be checked; RawSocketServer
      // answers upgrades to nowhere.
      destroyUpgrade: false,
      // Resuming is by our position alone: Socket.IO's recovery forgets on restarts.
      ...(corsOrigins.length > 0 ? { cors: { origin: [...corsOrigins] } } : {}),
      allowRequest: (request: IncomingMessage, decide: Decide) => {
        const refusal = this.refusalOf(request, server.engine.clientsCount >= most);
        decide(refusal, refusal === null);
      },
    };
    const server = super.createIOServer(port, settings as Options);
    // Who forgets the namespace would be let in, and wait for events for ever.
    server.use((_socket, next) => next(NO_ROOT));
    return server;
  }

  private refusalOf(request: IncomingMessage, isFull: boolean): string | null {
    if (!this.origins.allows(request)) return 'origin not allowed';
    return isFull ? 'too many connections' : null;
  }
}
