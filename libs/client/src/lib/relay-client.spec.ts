import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RelayClient } from './relay-client';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string }[];
  readonly requestBody?: unknown;
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Asked {
  readonly method: string;
  readonly address: URL;
  readonly headers: Headers;
  readonly body: unknown;
}

const DESCRIPTION = path.resolve(__dirname, '../../../../docs/api/openapi.json');
const { paths } = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as Described;
const OPERATIONS = Object.entries(paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) =>
      [operation.operationId, method.toUpperCase(), template, operation] as const,
  ),
);

/** A client of a relay that answers each request by the next of these, the last for ever. */
function aClient(...answers: (Response | Error)[]) {
  const asked: Asked[] = [];
  const client = new RelayClient({
    url: 'https://pbx.example.com',
    apiKey: 'cxr_key',
    fetch: async (address, init = {}) => {
      const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
      asked.push({
        method: init.method ?? 'GET',
        address: new URL(typeof address === 'object' && 'url' in address ? address.url : address),
        headers: new Headers(init.headers),
        body,
      });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === undefined) throw new Error('there is no answer');
      if (answer instanceof Error) throw answer;
      return answer.clone();
    },
  });
  return { client, asked };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('the client', () => {
  it.each(OPERATIONS)('asks for %s as it is described', async (id, method, template, operation) => {
    const { client, asked } = aClient(json({}));
    const functions = client.api as unknown as Record<
      string,
      (...all: unknown[]) => Promise<unknown>
    >;
    const names = template.match(/(?<=\{)\w+/g) ?? [];
    const hasQuery = operation.parameters?.some((parameter) => parameter.in === 'query') ?? false;
    await functions[id]?.(
      ...names.map((name) => `${name}/ü`),
      ...(operation.requestBody === undefined ? [] : [{ sent: true }]),
      ...(hasQuery ? [{ limit: 7, dn: undefined }] : []),
    );
    const [request] = asked;
    expect(request?.method).toBe(method);
    expect(request?.address.pathname).toBe(
      template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`${name}/ü`)),
    );
    expect(request?.address.search).toBe(hasQuery ? '?limit=7' : '');
    expect(request?.body).toEqual(operation.requestBody === undefined ? undefined : { sent: true });
    expect(request?.headers.get('authorization')).toBe('Bearer cxr_key');
  });

  it('reads the history page by page, under the same filter, as the iteration goes on', async () => {
    const page = (callId: string, nextCursor: string | null) =>
      json({ items: [{ callId }], nextCursor });
    const { client, asked } = aClient(page('b', 'C1'), page('a', null));
    const seen: string[] = [];
    for await (const { callId } of client.history({ answered: false, extension: '101' })) {
      seen.push(`${callId} ${asked.length}`);
    }
    expect(seen).toEqual(['b 1', 'a 2']);
    expect(asked.map(({ address }) => address.search)).toEqual([
      '?extension=101&answered=false',
      '?extension=101&answered=false&cursor=C1',
    ]);
  });

  it('names a repeated command by its idempotency key', async () => {
    const { client, asked } = aClient(json({ callId: 'c' }, 202));
    await client.makeCall({ from: '101', to: '102' }, 'order-4711');
    expect(asked[0]?.headers.get('idempotency-key')).toBe('order-4711');
  });

  it('rejects with the code of the relay, and how long to wait', async () => {
    const problem = { code: 'TOO_MANY_REQUESTS', detail: 'Too many.', status: 429 };
    const { client } = aClient(json(problem, 429, { 'retry-after': '7' }));
    await expect(client.activeCalls()).rejects.toMatchObject({
      ...{ name: 'RelayProblem', code: 'TOO_MANY_REQUESTS', message: 'Too many.' },
      retryAfterMs: 7_000,
      problem,
    });
  });

  it.each([
    ['a proxy answers in its place', new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['nothing answers', new Error('connect ECONNREFUSED')],
  ])('says that the relay cannot be reached when %s', async (_what, answer) => {
    const { client } = aClient(answer);
    await expect(client.health()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});
