import type { SignInDto } from '@3cx-relay/contracts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; empty for other answers. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface Request {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser as far as the API sees it: it keeps cookies and sends the CSRF token. */
export class AdminClient {
  readonly cookies = new Map<string, string>();
  csrfToken: string | undefined;

  constructor(
    readonly base: string,
    /** Where it seems to come from, by a proxy on loopback. */
    readonly address = '203.0.113.1',
  ) {}

  get(path: string, headers: Request['headers'] = {}): Promise<Answer> {
    return this.send(path, { headers });
  }

  post(path: string, body: unknown = {}, headers: Request['headers'] = {}): Promise<Answer> {
    return this.send(path, { method: 'POST', body, headers });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send(path, { method: 'PATCH', body });
  }

  delete(path: string): Promise<Answer> {
    return this.send(path, { method: 'DELETE' });
  }

  async signIn(username: string, password: string, more: object = {}): Promise<Answer> {
    const answer = await this.post('/admin/login', { username, password, ...more });
    if (answer.status === 200) this.csrfToken = (answer.body as unknown as SignInDto).csrfToken;
    return answer;
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(path: string, { method = 'GET', body, headers = {} }: Request): Promise<Answer> {
    const response = await fetch(this.base + path, {
      method,
      redirect: 'manual',
      headers: {
        'x-forwarded-for': this.address,
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader } : {}),
        ...(this.csrfToken !== undefined ? { 'x-csrf-token': this.csrfToken } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }

  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';', 1);
    const [name = '', value = ''] = pair.split('=', 2);
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {};
  }
}
