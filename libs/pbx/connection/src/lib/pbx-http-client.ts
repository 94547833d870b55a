import { Injectable } from '@nestjs/common';
import { certificateExpiry } from './certificate-expiry';
import { exchange, type ExchangeAnswer } from './exchange';
import { errorOfAnswer } from './pbx-answer-errors';
import { PbxConnectionOptions } from './pbx-connection.options';
import { PbxEndpoint } from './pbx-endpoint';
import { isPbxError, PbxError } from './pbx-errors';
import { PbxTokenSource } from './pbx-token-source';
import { PbxTransport } from './pbx-transport';

export interface PbxRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the root, encoded: `/callcontrol/101/participants/5`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

export interface PbxAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` for an empty body. */
  readonly body: unknown;
  readonly tookMs: number;
}

/** Requests to the PBX with its token, for XAPI and Call Control alike. */
@Injectable()
export class PbxHttpClient {
  constructor(
    private readonly options: PbxConnectionOptions,
    private readonly transport: PbxTransport,
    private readonly endpoint: PbxEndpoint,
    private readonly tokens: PbxTokenSource,
  ) {}

  /** When the token at hand ends: ISO 8601. */
  get tokenExpiresAt(): string | null {
    return this.tokens.expiresAt;
  }

  /**
   * When the certificate of the PBX ends: ISO 8601; `null` without TLS.
   * @throws PbxError `unavailable` or `timeout`
   */
  async certificateExpiresAt(): Promise<string | null> {
    const address = new URL((await this.endpoint.base()).http);
    return address.protocol === 'https:' ? certificateExpiry(address) : null;
  }

  /**
   * Sends, and once more with a fresh token after a 401.
   * @throws PbxError for every status of 300 or more, for no answer and for what is not JSON
   */
  async send(request: PbxRequest): Promise<PbxAnswer> {
    const token = await this.tokens.get(request.signal);
    const answer = await this.attempt(request, token);
    if (answer.status !== 401) return readAnswer(request, answer);
    this.tokens.invalidate(token);
    const fresh = await this.tokens.get(request.signal);
    return readAnswer(request, await this.attempt(request, fresh));
  }

  private async attempt(request: PbxRequest, token: string): Promise<ExchangeAnswer> {
    const base = await this.endpoint.base();
    try {
      return await exchange(this.transport.http, {
        method: request.method,
        url: `${base.http}${request.path}`,
        headers: headersOf(request, token),
        timeoutMs: request.timeoutMs ?? this.options.requestTimeoutMs,
        signal: request.signal,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
    } catch (error) {
      if (isPbxError(error, 'unavailable')) this.endpoint.forget();
      throw error;
    }
  }
}

function headersOf(request: PbxRequest, token: string): Record<string, string> {
  return {
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
  };
}

function readAnswer(request: PbxRequest, answer: ExchangeAnswer): PbxAnswer {
  const { method, path } = request;
  const { status, headers, tookMs } = answer;
  const body = parseJson(answer.text);
  if (status >= 300) {
    throw errorOfAnswer({
      method,
      path,
      status,
      body: body === NOT_JSON ? undefined : body,
      retryAfterSeconds: retryAfterSeconds(headers['retry-after']),
    });
  }
  if (body === NOT_JSON) {
    throw new PbxError('unintelligible', {
      status,
      detail: `The PBX answered ${method} ${path} with something that is not JSON.`,
      cause: answer.text.slice(0, 2_000),
    });
  }
  return { status, headers, body, tookMs };
}

const NOT_JSON = Symbol('not JSON');

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return NOT_JSON;
  }
}

/** `Retry-After` in seconds, between 1 and 600; dates are not used by the PBX. */
function retryAfterSeconds(header: string | undefined): number | undefined {
  const seconds = Number(header);
  if (header === undefined || !Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(600, Math.max(1, seconds));
}
