import { ADMIN, Pbx, Relay } from '@3cx-relay/testing';
import { answerFaults, operationOf } from './described';

export const SCOPES = ['read', 'calls:control', 'webhooks:manage', 'metrics:read'] as const;

/** What an administrator may say of a key. */
export interface KeyWish {
  readonly scopes?: readonly string[];
  readonly dns?: readonly string[];
  readonly networks?: readonly string[];
  readonly expiresAt?: string;
  readonly rateLimitPerMinute?: number;
}

export interface MadeKey {
  readonly id: string;
  readonly key: string;
}

export interface RequestWish {
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
}

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly text: string;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A relay on a simulated PBX, an administrator who makes keys, and requests held to the description. */
export class World {
  /** Every way in which an answer was not what the description says. */
  readonly faults: string[] = [];
  /** The operations that gave an answer of 2xx. */
  readonly succeeded = new Set<string>();
  private session: { cookie: string; csrfToken: string } | undefined;

  private constructor(
    readonly pbx: Pbx,
    readonly relay: Relay,
  ) {}

  static async start({
    env = {},
    pbxArgs = [],
  }: { env?: Record<string, string>; pbxArgs?: readonly string[] } = {}): Promise<World> {
    const pbx = await Pbx.start({ seed: 11, args: pbxArgs });
    const relay = await Relay.start({ pbx, env });
    await relay.untilOk();
    return new World(pbx, relay);
  }

  get url(): string {
    return this.relay.url;
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    await this.pbx.stop();
  }

  /** One request; its answer is held to the description of the route, if it has one. */
  async request<T = ProblemBody>(
    method: string,
    route: string,
    { key, headers = {}, body, raw }: RequestWish = {},
  ): Promise<Reply<T>> {
    const sent = body === undefined ? raw : JSON.stringify(body);
    const answer = await fetch(`${this.url}${route}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    const parsed = (isJson ? JSON.parse(text) : text) as T;
    this.check(method, new URL(route, this.url).pathname, answer, parsed);
    return { status: answer.status, headers: answer.headers, body: parsed, text };
  }

  async makeKey(wish: KeyWish = {}): Promise<MadeKey> {
    const body = { clientName: 'integrator', scopes: SCOPES, rateLimitPerMinute: 100_000, ...wish };
    return (await this.admin('POST', '/admin/api-keys', body)) as MadeKey;
  }

  async revoke({ id }: MadeKey): Promise<void> {
    await this.admin('DELETE', `/admin/api-keys/${id}`);
  }

  async admin(method: string, route: string, body?: unknown): Promise<unknown> {
    this.session ??= await this.signIn();
    const answer = await fetch(`${this.url}${route}`, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: this.session.cookie,
        'x-csrf-token': this.session.csrfToken,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  private check(method: string, path: string, answer: Response, body: unknown): void {
    const { status, headers } = answer;
    if (!headers.has('x-request-id')) this.faults.push(`${method} ${path} lacks X-Request-Id`);
    const operation = operationOf(method, path);
    if (operation === undefined) return;
    this.faults.push(...answerFaults({ method, path, status, headers, body }));
    if (answer.ok) this.succeeded.add(operation);
  }

  private async signIn(): Promise<{ cookie: string; csrfToken: string }> {
    const answer = await fetch(`${this.url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    const cookies = answer.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    return { cookie: cookies.join('; '), csrfToken };
  }
}
