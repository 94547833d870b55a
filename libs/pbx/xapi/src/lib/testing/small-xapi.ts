import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ConnectionReport,
  ConnectionReporter,
  parsePbxAddress,
  PbxConnectionOptions,
  PbxEndpoint,
  PbxHttpClient,
  PbxRawSink,
  PbxTransport,
  type PoisonInput,
} from '@3cx-relay/pbx-connection';
import { type Clock, SeededRandom, SystemClock } from '@3cx-relay/util';
import { TokenOwner } from '../token-owner';
import { TokenRequest } from '../token-request';
import { XapiClient } from '../xapi-client';
import { XapiOptions } from '../xapi.options';

export interface XapiAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real HTTP server with a token endpoint like the PBX's: a new token kills the one before. */
export class SmallXapi {
  readonly requests: string[] = [];
  /** Answers what is below `/xapi/v1`; 404 for `undefined`. */
  answer: (path: string) => XapiAnswer | undefined = () => undefined;
  minted = 0;
  /** What the token endpoint says instead of a token. */
  refusal: XapiAnswer | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmallXapi> {
    const server = createServer();
    const xapi = new SmallXapi(server);
    server.on('request', (request, response) => {
      const {
        status = 200,
        body,
        headers,
      } = xapi.respond(request.url ?? '', request.headers.authorization);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return xapi;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The adapter's parts, connected to this server. */
  connect(clock: Clock = new SystemClock()) {
    const { port } = this.server.address() as AddressInfo;
    const address = parsePbxAddress(`http://127.0.0.1:${port}`);
    const connection = new PbxConnectionOptions(address, {}, 2_000);
    const transport = new PbxTransport(connection);
    const endpoint = new PbxEndpoint(connection, transport);
    const options = new XapiOptions('900', 'secret');
    const request = new TokenRequest(options, connection, transport, endpoint);
    const tokens = new TokenOwner(request, clock, new SeededRandom(1));
    const http = new PbxHttpClient(connection, transport, endpoint, tokens);
    const poison = new KeptPoison();
    return { tokens, http, poison, client: new XapiClient(http, poison, clock), options };
  }

  private respond(url: string, authorization: string | undefined): XapiAnswer {
    if (url === '/connect/token') {
      if (this.refusal) return this.refusal;
      this.minted += 1;
      return {
        body: {
          token_type: 'Bearer',
          expires_in: 60,
          access_token: `t${this.minted}`,
          refresh_token: null,
        },
      };
    }
    const path = url.replace('/xapi/v1', '');
    this.requests.push(path);
    if (authorization !== `Bearer t${this.minted}`) return { status: 401 };
    return this.answer(path) ?? { status: 404 };
  }
}

export class KeptPoison extends PbxRawSink {
  readonly inputs: PoisonInput[] = [];

  poison(input: PoisonInput): void {
    this.inputs.push(input);
  }
}

export class KeptReports extends ConnectionReporter {
  readonly reports: ConnectionReport[] = [];

  report(_component: string, report: ConnectionReport): void {
    this.reports.push(report);
  }
}
