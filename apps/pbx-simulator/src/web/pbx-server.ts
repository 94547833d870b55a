import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { errorMessage } from '@3cx-relay/util';
import type { ApiClient, Clients } from '../access/clients';
import { tokenAnswer } from '../access/token-endpoint';
import type { Tokens } from '../access/tokens';
import type { AudioStreams } from '../audio/audio-streams';
import type { CallControlRest } from '../call-control/rest';
import type { CallControlSockets } from '../call-control/sockets';
import type { ControlPlane } from '../control-plane/control-plane';
import type { FaultKind } from '../faults/fault';
import type { Faults } from '../faults/faults';
import { PUBLIC_PATHS, type Xapi } from '../xapi';
import type { Certificate } from './certificate';
import { type Answer, headOf, type Incoming, jsonOf, readIncoming, send } from './http';
import { answerClientError } from './client-error';
import { cutSoon, refuseUpgrade, sendCut, sendSlowly, strike } from './strike';

/** What answers, and with whose say. */
export interface PbxWeb {
  readonly version: string;
  /** The PBX's time in milliseconds since 1970, which every answer tells. */
  readonly now: () => number;
  readonly clients: Clients;
  readonly tokens: Tokens;
  readonly rest: CallControlRest;
  readonly sockets: CallControlSockets;
  readonly streams: AudioStreams;
  readonly xapi: Xapi;
  readonly faults: Faults;
  readonly control: ControlPlane;
}

/** Bodies of these are not read first: they last as long as the call. */
const STREAM_PATH = /^\/callcontrol\/[^/?]+\/participants\/[^/?]+\/stream\/*(\?|$)/;
const HOST = '127.0.0.1';
const DELAY_MS = 1_000;
/** Under these a request is served, and its answer comes late, slowly or in part. */
const ANSWERED: readonly FaultKind[] = ['delay', 'slow-body', 'truncate'];
const UNAUTHORIZED: Answer = {
  status: 401,
  headers: { 'WWW-Authenticate': 'Bearer' },
  body: {
    error: 'unauthorized',
    error_description: 'The request requires valid user authentication.',
  },
};

const CALL_CONTROL_OFF: Answer = {
  status: 403,
  body: { error: 403, message: 'Call Control is off.' },
};

/** The PBX's two web ports: tokens, XAPI, Call Control, and the simulator's own control plane. */
export class PbxServer {
  private readonly servers: Server[] = [];

  constructor(private readonly web: PbxWeb) {}

  /** @returns the ports it got */
  async listen(
    httpsPort: number,
    httpPort: number,
    certificate: Certificate,
  ): Promise<{ https: number; http: number }> {
    const handle = (request: IncomingMessage, response: ServerResponse) =>
      void this.handle(request, response);
    const secure = createHttps({ cert: certificate.cert, key: certificate.key }, handle);
    const plain = createHttp(handle);
    this.servers.push(secure, plain);
    for (const server of this.servers) {
      // Audio is sent for as long as somebody speaks.
      server.requestTimeout = 0;
      server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) =>
        this.upgrade(request, stream, head),
      );
      server.on('clientError', answerClientError);
    }
    return { https: await bind(secure, httpsPort), http: await bind(plain, httpPort) };
  }

  async close(): Promise<void> {
    this.web.sockets.close();
    this.web.streams.close();
    await Promise.all(
      this.servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const isStream = STREAM_PATH.test(request.url ?? '');
      const incoming = isStream ? headOf(request) : await readIncoming(request);
      if (!incoming) return send(response, { status: 413, body: { error: 413 } });
      if (incoming.path.startsWith('/_sim')) {
        return send(response, await this.web.control.answer(incoming));
      }
      const fault = this.web.faults.meets(incoming.path);
      if (fault?.kind === 'delay') await pause(fault.delayMs ?? DELAY_MS);
      // A client takes the PBX's clock from here, and its records tell times by that clock.
      response.setHeader('Date', new Date(this.web.now()).toUTCString());
      if (fault && fault.kind !== 'delay' && !ANSWERED.includes(fault.kind))
        return strike(request, response, fault, incoming.path);
      if (isStream) {
        if (fault?.kind === 'truncate') cutSoon(response);
        return this.stream(incoming, request, response);
      }
      const answer = await this.answer(incoming, request);
      if (fault?.kind === 'slow-body') sendSlowly(response, answer, fault.delayMs);
      else if (fault?.kind === 'truncate') sendCut(response, answer);
      else send(response, answer);
    } catch (error) {
      send(response, {
        status: 500,
        body: { error: { code: 'Internal', message: errorMessage(error) } },
      });
    }
  }

  private async answer(incoming: Incoming, request: IncomingMessage): Promise<Answer> {
    const { path, method, headers } = incoming;
    const { clients, tokens, version, rest } = this.web;
    if (path === '/connect/token') {
      if (method !== 'POST') return { status: 405, headers: { Allow: 'POST' } };
      return tokenAnswer(incoming, clients, tokens, version);
    }
    if (path.startsWith('/xapi/v1')) return this.xapi(incoming, request);
    if (!path.startsWith('/callcontrol')) return { status: 404 };
    const client = this.clientOf(headers.authorization);
    if (!client) return UNAUTHORIZED;
    return client.callControl ? rest.answer(incoming, client) : CALL_CONTROL_OFF;
  }

  private stream(incoming: Incoming, request: IncomingMessage, response: ServerResponse): void {
    const { rest, streams } = this.web;
    const { authorization } = incoming.headers;
    const client = this.clientOf(authorization);
    if (!client) return send(response, UNAUTHORIZED);
    if (!client.callControl) return send(response, CALL_CONTROL_OFF);
    if (incoming.method !== 'GET' && incoming.method !== 'POST') {
      return send(response, { status: 405, headers: { Allow: 'GET, POST' } });
    }
    const found = rest.streamed(incoming.path, client);
    if ('refusal' in found) return send(response, found.refusal);
    const isAllowed = () => this.clientOf(authorization) !== undefined;
    streams.open({ request, response, leg: found.leg, isAllowed });
  }

  private async xapi(incoming: Incoming, request: IncomingMessage): Promise<Answer> {
    const path = incoming.path.slice('/xapi/v1'.length);
    const isPublic = PUBLIC_PATHS.some((known) => known === path);
    const client = this.clientOf(incoming.headers.authorization);
    if (!client && !isPublic) return UNAUTHORIZED;
    if (client && !client.xapi) {
      return {
        status: 403,
        body: { error: { code: 'Forbidden', message: 'XAPI access is off.' } },
      };
    }
    const isSecure = 'encrypted' in request.socket;
    const answer = await this.web.xapi.handle({
      ...{ method: incoming.method, path, query: incoming.query, headers: incoming.headers },
      body: jsonOf(incoming),
      client: { role: client?.role ?? 'users' },
      pbxVersion: this.web.version,
      origin: `${isSecure ? 'https' : 'http'}://${incoming.headers.host ?? HOST}`,
    });
    return { ...answer, headers: { 'X-3CX-Version': this.web.version, ...answer.headers } };
  }

  private clientOf(authorization: string | undefined): ApiClient | undefined {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : this.web.tokens.clientOf(token);
  }

  private upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const [path = ''] = (request.url ?? '').split('?');
    // Whoever asked may be gone before it is answered.
    stream.on('error', () => stream.destroy());
    const fault = this.web.faults.meets(path);
    if (fault?.kind === 'delay') {
      setTimeout(() => this.open(path, request, stream, head), fault.delayMs ?? DELAY_MS);
    } else if (fault && fault.kind !== 'slow-body') {
      const status = fault.status ?? (fault.kind === 'refuse' ? 503 : 200);
      refuseUpgrade(stream, status, fault);
    } else this.open(path, request, stream, head);
  }

  private open(path: string, request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (stream.destroyed) return;
    const client = this.clientOf(request.headers.authorization);
    if (path !== '/callcontrol/ws') refuseUpgrade(stream, 404);
    else if (!client) refuseUpgrade(stream, 401);
    else if (!client.callControl) refuseUpgrade(stream, 403);
    else this.web.sockets.accept(request, stream, head, client);
  }
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
