import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  parsePbxAddress,
  PbxConnectionOptions,
  PbxEndpoint,
  PbxHttpClient,
  PbxTokenSource,
  PbxTransport,
} from '@3cx-relay/pbx-connection';
import { type WebSocket, WebSocketServer } from 'ws';

export interface SmallAnswer {
  readonly status?: number;
  readonly body?: unknown;
  /** Resolves when the answer may go out. */
  readonly after?: Promise<void>;
}

export type Route = (body: unknown) => SmallAnswer;

/** A real HTTP and WebSocket server with just the answers that a spec gives it. */
export class SmallPbx {
  readonly requests: string[] = [];
  readonly routes = new Map<string, Route>();
  readonly sockets: WebSocket[] = [];
  /** Tokens that the server believes. */
  validTokens = new Set(['token-1']);
  private readonly ws = new WebSocketServer({ noServer: true, autoPong: false });
  /** Whether pings are answered. */
  isAlive = true;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmallPbx> {
    const server = createServer();
    const pbx = new SmallPbx(server);
    server.on('request', (request, response) => void pbx.answer(request, response));
    server.on('upgrade', (request, socket, head) => {
      if (!pbx.isAuthorized(request)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      pbx.ws.handleUpgrade(request, socket, head, (opened) => {
        pbx.sockets.push(opened);
        opened.on('ping', (data) => pbx.isAlive && opened.pong(data));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return pbx;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  on(route: string, answer: Route): void {
    this.routes.set(route, answer);
  }

  /** A fixed answer with status 200. */
  show(route: string, body: unknown): void {
    this.routes.set(route, () => ({ body }));
  }

  frame(sequence: number, type: number, entity: string, attached: unknown = null): void {
    const event = { event_type: type, entity, attached_data: attached };
    this.raw(JSON.stringify({ sequence, event }));
  }

  raw(text: string): void {
    this.sockets.at(-1)?.send(text);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private isAuthorized({ headers }: IncomingMessage): boolean {
    return this.validTokens.has((headers.authorization ?? '').replace('Bearer ', ''));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const key = `${request.method} ${request.url}`;
    this.requests.push(key);
    if (!this.isAuthorized(request)) return void response.writeHead(401).end();
    const route = this.routes.get(key);
    const {
      status = 200,
      body,
      after,
    } = route?.(text === '' ? undefined : JSON.parse(text)) ?? {
      status: 404,
    };
    await after;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  }
}

/** Hands out `token-1`, then `token-2`, … one for each invalidation. */
class CountingTokens extends PbxTokenSource {
  override readonly expiresAt = null;
  minted = 1;

  get(): Promise<string> {
    return Promise.resolve(`token-${this.minted}`);
  }

  invalidate(token: string): void {
    if (token === `token-${this.minted}`) this.minted += 1;
  }

  onRenewed(): () => void {
    return () => undefined;
  }

  holdRenewal(): () => void {
    return () => undefined;
  }
}

/** The adapter's own parts, connected to a small PBX. */
export function connectionTo(pbx: SmallPbx) {
  const options = new PbxConnectionOptions(parsePbxAddress(pbx.url), {}, 2_000);
  const transport = new PbxTransport(options);
  const endpoint = new PbxEndpoint(options, transport);
  const tokens = new CountingTokens();
  const http = new PbxHttpClient(options, transport, endpoint, tokens);
  return { transport, endpoint, tokens, http };
}
