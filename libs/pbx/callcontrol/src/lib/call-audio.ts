import type { Readable } from 'node:stream';
import {
  errorOfAnswer,
  PbxEndpoint,
  PbxTokenSource,
  PbxTransport,
} from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { participantPath } from './entity-path';

/**
 * Sound of a connected leg of an own route point: PCM, signed 16 bit little endian, 8000 Hz, mono,
 * no container. The token is not renewed ahead of time while a stream runs, since that ends it.
 */
@Injectable()
export class CallAudio {
  constructor(
    private readonly transport: PbxTransport,
    private readonly endpoint: PbxEndpoint,
    private readonly tokens: PbxTokenSource,
  ) {}

  /**
   * What the caller says; runs until the leg goes or the signal aborts.
   * @throws PbxError `refused` (424) for legs of monitored extensions, `notFound` before it is ready
   */
  async listen(dn: string, participantId: number, signal: AbortSignal): Promise<Readable> {
    const release = this.tokens.holdRenewal();
    try {
      const { url, headers } = await this.target(dn, participantId, signal);
      const answer = await this.transport.http.get<Readable>(url, {
        headers,
        signal,
        responseType: 'stream',
        maxContentLength: Infinity,
      });
      if (answer.status >= 300) throw refusal('GET', url, answer.status, answer.data);
      answer.data.once('close', release);
      return answer.data;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Plays to the caller until the source ends or the signal aborts; the source keeps the pace. */
  async play(
    dn: string,
    participantId: number,
    source: Readable,
    signal: AbortSignal,
  ): Promise<void> {
    const release = this.tokens.holdRenewal();
    try {
      const { url, headers } = await this.target(dn, participantId, signal);
      const answer = await this.transport.http.post<Readable>(url, source, {
        headers: { ...headers, 'Content-Type': 'application/octet-stream' },
        signal,
        responseType: 'stream',
        maxBodyLength: Infinity,
      });
      answer.data.resume();
      if (answer.status >= 300) throw refusal('POST', url, answer.status, answer.data);
    } finally {
      release();
    }
  }

  private async target(dn: string, participantId: number, signal: AbortSignal) {
    const token = await this.tokens.get(signal);
    const base = await this.endpoint.base();
    return {
      url: `${base.http}${participantPath(dn, participantId)}/stream`,
      headers: { Authorization: `Bearer ${token}` },
    };
  }
}

function refusal(method: string, url: string, status: number, body: Readable) {
  body.destroy();
  return errorOfAnswer({ method, path: new URL(url).pathname, status, body: undefined });
}
