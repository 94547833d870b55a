import { adminApiDescription } from '../api-description';
import { CONTROLLERS } from '../controllers';
import { routesOf } from './openapi.controller';

type Operation = {
  operationId: string;
  summary: string;
  'x-role': string;
  security: object[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: object;
  responses: Record<string, object>;
};

describe('the description of the admin API', () => {
  const document = adminApiDescription('0.1.0');
  const paths = document['paths'] as Record<string, Record<string, Operation>>;
  const { schemas } = document['components'] as { schemas: Record<string, object> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

  it('has every route of the contract', () => {
    const routes = operations.map(({ path, method }) => `${method} ${path}`);
    expect(routes).toEqual(
      expect.arrayContaining([
        'post /admin/login',
        'post /admin/logout',
        'get /admin/me',
        'post /admin/password',
        'get /admin/stats',
        'get /admin/connections',
        'post /admin/connections/{component}/reconnect',
        'get /admin/errors',
        'post /admin/errors/{id}/acknowledge',
        'get /admin/api-keys',
        'post /admin/api-keys',
        'patch /admin/api-keys/{id}',
        'delete /admin/api-keys/{id}',
        'post /admin/api-keys/{id}/rotate',
        'get /admin/api-keys/{id}/usage',
        'get /admin/calls',
        'get /admin/history',
        'get /admin/users',
        'get /admin/webhooks',
        'get /admin/audit',
        'get /admin/openapi.json',
      ]),
    );
  });

  it('names each operation once and says who may call it', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      expect([path, operation['x-role']]).toEqual([
        path,
        expect.stringMatching(/^(public|any|admin)$/),
      ]);
      expect(operation.summary).not.toBe('');
    }
  });

  it('names every parameter of a path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = operation.parameters.filter((one) => one.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(inPath);
      expect(described.every(({ required }) => required)).toBe(true);
    }
  });

  it('refers to schemas that are there, and has none that nobody refers to', () => {
    const text = JSON.stringify(document);
    const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(referred)).toEqual(new Set(Object.keys(schemas)));
    expect(text).not.toContain('$schema');
    expect(text).not.toContain('"$id"');
  });

  it('takes what is sent and answers what is received, where the two differ', () => {
    const errors = paths['/admin/errors']?.['get'];
    const severity = errors?.parameters.find(({ name }) => name === 'severity');
    expect(severity).toMatchObject({ in: 'query', required: false, schema: { type: 'string' } });
    expect(schemas['CreateApiKey']).toMatchObject({ additionalProperties: false });
    expect(schemas['ApiKey']).toMatchObject({ required: expect.arrayContaining(['id', 'state']) });
  });

  it('describes every handler of the controllers but the static files', () => {
    const undeclared = CONTROLLERS.filter((controller) => routesOf(controller).length === 0);
    expect(undeclared.map(({ name }) => name)).toEqual(['UiController']);
  });
});
