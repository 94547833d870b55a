import type { Random } from '@3cx-relay/util';
import { z } from 'zod';
import { type Answer, type Incoming, jsonOf } from '../web/http';
import { type Behaviour, BehaviourInForce, behaviourSchema } from './behaviour';
import { Inbox, type Received } from './inbox';

export const CALL_LOG_API = '/_sim/call-log-api';
const KEPT_KEYS = 100_000;

/**
 * A receiver for call logs, webhooks and alerts. It keeps what it gets, and accepts it unless it is
 * told to behave otherwise:
 * `GET, PUT, DELETE …/behaviour` and `GET, DELETE …/received`; every other path takes deliveries.
 */
export class CallLogApi {
  private readonly inbox = new Inbox();
  private readonly behaviour: BehaviourInForce;
  private readonly accepted = new Set<string>();
  /** Those that wait for an answer which a change of behaviour gives. */
  private readonly hanging = new Set<() => void>();

  constructor(random: Random) {
    this.behaviour = new BehaviourInForce(random);
  }

  /** @param request whose path begins with `/_sim/call-log-api` */
  answer(request: Incoming): Answer | Promise<Answer> {
    const path = request.path.slice(CALL_LOG_API.length) || '/';
    if (path === '/behaviour') return this.steer(request);
    if (path === '/received') return this.show(request);
    return this.receive(request, path);
  }

  /** As it was at the start. */
  reset(): void {
    this.change({});
    this.forget();
  }

  private steer(request: Incoming): Answer {
    switch (request.method) {
      case 'GET':
        break;
      case 'PUT': {
        const wanted = behaviourSchema.safeParse(jsonOf(request));
        if (!wanted.success) return problem(400, z.prettifyError(wanted.error));
        this.change(wanted.data);
        break;
      }
      case 'DELETE':
        this.change({});
        break;
      default:
        return notAllowed('GET, PUT, DELETE');
    }
    return { status: 200, body: this.behaviour.state() };
  }

  private show({ method, query }: Incoming): Answer {
    if (method === 'DELETE') this.forget();
    else if (method !== 'GET') return notAllowed('GET, DELETE');
    const wanted = new URLSearchParams(query);
    const list = this.inbox.list(wanted.get('since') ?? '', wanted.get('path') ?? '');
    return { status: 200, body: list };
  }

  private async receive(request: Incoming, path: string): Promise<Answer> {
    const { method, query, headers, text: body } = request;
    const received = this.inbox.add({ method, path, query, headers, body });
    const answer = await this.reply(received);
    received.status = answer.status;
    return answer;
  }

  private async reply(received: Received): Promise<Answer> {
    const fault = this.behaviour.meets(received.path);
    if (fault?.hang) await new Promise<void>((resolve) => this.hanging.add(resolve));
    if (fault?.delayMs) await pause(fault.delayMs);
    const headers = headersOf(fault);
    const status = fault?.status ?? this.verdict(received);
    const key = received.headers['idempotency-key'];
    if (status < 300 && typeof key === 'string') this.remember(key);
    const body = fault?.body ?? { received: received.number };
    return { status, headers, ...(mayHaveBody(status) ? { body } : {}) };
  }

  private verdict({ headers }: Received): number {
    const { apiKey, refuseDuplicates } = this.behaviour.rules;
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) return 401;
    const key = headers['idempotency-key'];
    return refuseDuplicates && typeof key === 'string' && this.accepted.has(key) ? 409 : 200;
  }

  private remember(key: string): void {
    this.accepted.add(key);
    const [oldest] = this.accepted;
    if (this.accepted.size > KEPT_KEYS && oldest !== undefined) this.accepted.delete(oldest);
  }

  private change(behaviour: Behaviour): void {
    this.behaviour.change(behaviour);
    for (const release of this.hanging) release();
    this.hanging.clear();
  }

  private forget(): void {
    this.inbox.clear();
    this.accepted.clear();
  }
}

function headersOf(fault: Behaviour | undefined): Record<string, string> {
  const { retryAfter, headers } = fault ?? {};
  return {
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...headers,
  };
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

/** Keeps nothing alive that is about to stop. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

function notAllowed(methods: string): Answer {
  return { ...problem(405, `Only ${methods} are allowed here.`), headers: { Allow: methods } };
}

function problem(status: number, detail: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    body: { type: 'about:blank', title: 'The receiver cannot do that', status, detail },
  };
}
