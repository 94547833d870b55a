import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type ConnectionOptions, rootCertificates } from 'node:tls';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import axios, { type AxiosInstance } from 'axios';
import { PbxConnectionOptions, type PbxTrust } from './pbx-connection.options';

/** More than one report page; past it an answer is an error, not a full memory. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_SOCKETS = 16;

/** TLS options for the PBX, the same for requests and sockets. */
export function tlsOptions(trust: PbxTrust): ConnectionOptions {
  return {
    ...(trust.ca === undefined ? {} : { ca: [...rootCertificates, trust.ca] }),
    ...(trust.insecure === true ? { rejectUnauthorized: false } : {}),
  };
}

/**
 * The one factory of HTTP to the PBX: keep-alive, no redirects, no proxy of the environment, any
 * status is an answer, bodies arrive as text. The agents close with the app.
 */
@Injectable()
export class PbxTransport implements OnApplicationShutdown {
  readonly tls: ConnectionOptions;
  readonly http: AxiosInstance;
  private readonly httpAgent = new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  private readonly httpsAgent: HttpsAgent;

  constructor(options: PbxConnectionOptions) {
    this.tls = tlsOptions(options.trust);
    this.httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, ...this.tls });
    this.http = axios.create({
      adapter: 'http',
      httpAgent: this.httpAgent,
      httpsAgent: this.httpsAgent,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      responseType: 'text',
      transformResponse: [(body: unknown) => body],
      validateStatus: () => true,
    });
  }

  onApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }
}
