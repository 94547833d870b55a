import {
  errorOfAnswer,
  exchange,
  isPbxError,
  PbxConnectionOptions,
  PbxEndpoint,
  PbxError,
  PbxTransport,
} from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { tokenLifeSeconds } from './token-life';
import { XapiOptions } from './xapi.options';

export interface MintedToken {
  readonly token: string;
  readonly lifeSeconds: number;
}

const PATH = '/connect/token';

const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(60),
});

/** Asks the PBX for a token, once a call. Each new token kills the one before it. */
@Injectable()
export class TokenRequest {
  constructor(
    private readonly options: XapiOptions,
    private readonly connection: PbxConnectionOptions,
    private readonly transport: PbxTransport,
    private readonly endpoint: PbxEndpoint,
  ) {}

  /** @throws PbxError `unauthorized` for wrong credentials, and every other fault */
  async mint(): Promise<MintedToken> {
    const answer = await this.ask();
    const body = parseJson(answer.text);
    if (answer.status >= 300) throw this.refusal(answer.status, body);
    const parsed = answerSchema.safeParse(body);
    if (!parsed.success) {
      throw new PbxError('unintelligible', {
        status: answer.status,
        detail: `What answers ${PATH} is not a 3CX PBX.`,
        remedy: 'Check FQDN and its port.',
      });
    }
    const { access_token: token, expires_in: expiresIn } = parsed.data;
    return { token, lifeSeconds: tokenLifeSeconds(token, expiresIn) };
  }

  private async ask() {
    const base = await this.endpoint.base();
    try {
      return await exchange(this.transport.http, {
        method: 'POST',
        url: `${base.http}${PATH}`,
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Accept: 'application/json',
        },
        body: new URLSearchParams({
          client_id: this.options.clientId,
          client_secret: this.options.clientSecret,
          grant_type: 'client_credentials',
        }).toString(),
        timeoutMs: this.connection.requestTimeoutMs,
      });
    } catch (error) {
      if (isPbxError(error, 'unavailable')) this.endpoint.forget();
      throw error;
    }
  }

  /** A 400 here is about the credentials as well: OAuth servers say `invalid_client` that way. */
  private refusal(status: number, body: unknown): PbxError {
    const answered = status === 400 ? 401 : status;
    return errorOfAnswer({ method: 'POST', path: PATH, status: answered, body });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof Error || error !== null) return undefined;
    throw error;
  }
}
