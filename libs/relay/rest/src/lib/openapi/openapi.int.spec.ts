import { PROBLEMS } from '@3cx-relay/contracts';
import { RestWorld } from '../testing/rest-world';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: object[];
  readonly responses: Record<string, { description: string }>;
  readonly parameters?: { name: string; in: string; required: boolean; schema: object }[];
  readonly 'x-required-scope'?: string;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object> };
}

describe('the description of the API', () => {
  let world: RestWorld;
  let document: Document;

  beforeAll(async () => {
    world = await RestWorld.start();
    document = (await (await world.get('/relay/openapi.json')).json()) as Document;
  }, 60_000);
  afterAll(() => world.stop(), 30_000);

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );

  it('is OpenAPI 3.1 and has every route of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual([
      'delete /relay/webhooks/{id}',
      'get /relay/active-calls',
      'get /relay/active-calls/{callId}',
      'get /relay/asyncapi.json',
      'get /relay/call-history',
      'get /relay/events',
      'get /relay/health',
      'get /relay/metrics',
      'get /relay/openapi.json',
      'get /relay/webhooks',
      'get /relay/webhooks/{id}',
      'get /relay/webhooks/{id}/deliveries',
      'patch /relay/webhooks/{id}',
      'post /relay/calls',
      'post /relay/calls/{callId}/answer',
      'post /relay/calls/{callId}/divert',
      'post /relay/calls/{callId}/drop',
      'post /relay/calls/{callId}/transfer',
      'post /relay/tickets',
      'post /relay/webhooks',
      'post /relay/webhooks/{id}/deliveries/{deliveryId}/redeliver',
      'post /relay/webhooks/{id}/replay',
      'post /relay/webhooks/{id}/rotate-secret',
      'post /relay/webhooks/{id}/test',
    ]);
  });

  it('gives every operation a name of its own, a summary and its answers', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operation } of operations()) {
      expect(operation.summary).not.toBe('');
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  it('names in every path each of its parameters', () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(inPath);
      expect(described.every(({ required }) => required)).toBe(true);
    }
  });

  it('refers to nothing that is not there', () => {
    const references = [
      ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g),
    ];
    expect(references.length).toBeGreaterThan(10);
    for (const [, name] of references)
      expect(document.components.schemas).toHaveProperty(name ?? '');
    expect(JSON.stringify(document)).not.toContain('#/$defs');
  });

  it('says which scope a route needs, and the route keeps to it', async () => {
    const keyless = operations().filter(({ operation }) => operation['x-required-scope']);
    expect(keyless.length).toBeGreaterThan(7);
    const weak = await world.key({ scopes: ['calllog:manage'] });
    for (const { path, method, operation } of keyless) {
      const route = path.replace(/\{\w+\}/g, 'x');
      const answer = await world.send(method.toUpperCase(), route, weak);
      expect({ route, status: answer.status }).toEqual({ route, status: 403 });
      expect(await answer.text()).toContain(operation['x-required-scope']);
    }
  });

  it('describes every problem code', () => {
    expect(document.components.schemas.Problem).toMatchObject({
      properties: { code: { enum: Object.keys(PROBLEMS) } },
    });
  });

  it('is shown by Swagger UI, with nothing fetched from elsewhere', async () => {
    const page = await world.get('/relay/docs');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(html).not.toMatch(/https?:\/\//);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await world.get(file)).status).toBe(200);
    expect((await world.get('/relay/docs/package.json')).status).toBe(404);
  });

  it('describes the streams as AsyncAPI 3, every reference of which leads somewhere', async () => {
    const streams = (await (await world.get('/relay/asyncapi.json')).json()) as {
      asyncapi: string;
      servers: { websocket: { host: string } };
      channels: Record<string, { address: string }>;
    };
    expect(streams.asyncapi).toBe('3.0.0');
    expect(streams.servers.websocket.host).toBe(new URL(world.url).host);
    expect(streams.channels.raw?.address).toBe('/relay/ws');
    const references = [...JSON.stringify(streams).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, path] of references) expect(streams).toHaveProperty((path ?? '').split('/'));
  });
});
