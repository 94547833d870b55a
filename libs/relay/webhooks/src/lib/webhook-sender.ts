import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Clock, errorMessage } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import type { Attempt } from './delivery';
import { readRetryAfter } from './retry-plan';
import { signatureHeaders } from './signature';
import { type TargetAddress, TargetGuard } from './target-guard';
import { WebhooksOptions } from './webhooks.options';

const TIME_LIMIT_MS = 15_000;
const ANSWER_BYTES = 4_096;

export interface Message {
  readonly url: string;
  readonly eventId: string;
  readonly body: string;
  /** All that are valid now. */
  readonly secrets: readonly Buffer[];
}

/** What the endpoint said besides its status. */
export interface Outcome {
  readonly attempt: Attempt;
  readonly isDelivered: boolean;
  readonly retryAfterMs: number | null;
  /** The answer header `webhook-delivery`, or what a status stands for. */
  readonly wish: 'abort-message' | 'disable' | 'gone' | null;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

/** Carries one event to one endpoint, once. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly guard: TargetGuard,
    private readonly clock: Clock,
    private readonly options: WebhooksOptions,
  ) {}

  /**
   * Never throws: what went wrong is the outcome.
   * @param stop ends the attempt at once
   */
  async send(message: Message, stop: AbortSignal): Promise<Outcome> {
    const [at, began] = [this.clock.now(), performance.now()];
    const limit = AbortSignal.timeout(TIME_LIMIT_MS);
    const attempt = { at, status: null, answer: null, error: null };
    const durationMs = () => Math.round(performance.now() - began);
    try {
      const { status, text, headers } = await this.post(message, AbortSignal.any([stop, limit]));
      const isDelivered = status >= 200 && status < 300;
      return {
        attempt: { ...attempt, status, answer: text, durationMs: durationMs() },
        isDelivered,
        retryAfterMs: isDelivered ? null : readRetryAfter(headers['retry-after'], at),
        wish: status === 410 ? 'gone' : wishOf(headers['webhook-delivery']),
      };
    } catch (error) {
      const reason = limit.aborted ? 'no answer within 15 seconds' : errorMessage(error);
      return {
        attempt: { ...attempt, error: reason.slice(0, 1_000), durationMs: durationMs() },
        ...{ isDelivered: false, retryAfterMs: null, wish: null },
      };
    }
  }

  private async post(
    { url, eventId, body, secrets }: Message,
    signal: AbortSignal,
  ): Promise<Answer> {
    const addresses = await whileNot(signal, this.guard.addressesOf(url));
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': `3cx-relay/${this.options.version}`,
      ...signatureHeaders(eventId, body, this.clock.now(), secrets),
    };
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      // No agent: a connection of its own, to an address that was checked for it.
      const options = { method: 'POST', headers, signal, agent: false, lookup: pinned(addresses) };
      const request = send(url, options, (response) => {
        readAnswer(response).then(resolve, reject);
      });
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** Answers with the addresses that were checked, whatever is asked for. */
function pinned(addresses: readonly TargetAddress[]): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else if (first) answer(null, first.address, first.family);
  };
}

/** The first 4 KiB; whatever follows is not waited for. */
function readAnswer(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const done = () => {
      const text = Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8');
      resolve({ status, headers, text: text.replaceAll('\0', '\uFFFD') });
      response.destroy();
    };
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= ANSWER_BYTES) done();
    });
    response.once('end', done);
    response.once('error', reject);
  });
}

function wishOf(header: string | string[] | undefined): Outcome['wish'] {
  return header === 'abort-message' || header === 'disable' ? header : null;
}

/** Name resolution cannot be cancelled, but nobody has to wait for it. */
function whileNot<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('the attempt was ended'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
