import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Simulated } from '../testing/simulated';
import { ROUTES } from './routes';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
  readonly responses: Record<string, { content: Record<string, { schema?: JsonSchema }> }>;
}
type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, JsonSchema> };
}

let pbx: Simulated;
let description: Description;
beforeAll(async () => {
  pbx = await Simulated.start('--speed=10');
  description = (await pbx.get('/_sim/openapi.json')).body as Description;
});
afterAll(() => pbx.stop());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ key: `${method.toUpperCase()} ${path}`, path, operation },
    })),
  );
const operation = (key: string) => {
  const found = operations().find((one) => one.key === key);
  if (!found) throw new Error(`${key} is not described`);
  return found.operation;
};
const answerSchema = (key: string) =>
  operation(key).responses['200']?.content['application/json']?.schema ?? {};

describe('/_sim/openapi.json', () => {
  it('describes every route that is served, under a name of its own', () => {
    expect(description.openapi).toBe('3.1.0');
    const keys = operations().map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining(ROUTES.map(({ method, path }) => `${method} /_sim${path}`)),
    );
    const names = operations().map(({ operation: { operationId } }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operation: one } of operations()) expect(one.summary).not.toBe('');
  });

  it('declares the parameters that stand in a path, and no others', () => {
    for (const { path, operation: one } of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = one.parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(named);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('gives examples that its own schemas accept', () => {
    const given = operations().flatMap(({ key, operation: { requestBody } }) => {
      const body = requestBody?.content['application/json'];
      return body?.example === undefined ? [] : [{ key, ...body }];
    });
    expect(given.length).toBeGreaterThan(8);
    for (const { key, schema, example } of given) {
      const { success } = z.fromJSONSchema(schema).safeParse(example);
      expect({ key, success }).toEqual({ key, success: true });
    }
  });

  it('points at nothing that is not there', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, target] of references) expect(target).toBe('#/components/schemas/Problem');
    expect(description.components.schemas).toHaveProperty('Problem');
  });
});

describe('the routes answer as described:', () => {
  const agrees = (key: string, body: unknown) => {
    const { error } = z.fromJSONSchema(answerSchema(key)).safeParse(body);
    expect({ key, error: error && z.prettifyError(error) }).toEqual({ key, error: undefined });
  };

  it('what is read', async () => {
    await pbx.place({ from: '+493012345611', to: '830' });
    await pbx.post('/_sim/faults', { kind: 'delay', delayMs: 1, path: '/nowhere' });
    const reads = operations().filter(
      ({ key, operation: { responses } }) =>
        /^GET [^{]+$/.test(key) && responses['200']?.content['application/json'],
    );
    expect(reads.length).toBeGreaterThan(7);
    for (const { key, path } of reads) {
      const { status, body } = await pbx.get(path);
      expect({ key, status }).toEqual({ key, status: 200 });
      agrees(key, body);
    }
  });

  it('what is done', async () => {
    await pbx.post('/_sim/reset');
    await pbx.request('PATCH', '/_sim/dns/101', { answer: 'manual' });
    const call = `/_sim/calls/${await pbx.place({ from: '+493012345611', to: '101' })}`;
    for (const [method, path, body, template = path] of [
      ['PATCH', '/_sim/dns/102', { dnd: true }, '/_sim/dns/{dn}'],
      ['POST', `${call}/answer`, { dn: '101' }, '/_sim/calls/{callId}/answer'],
      ['POST', `${call}/say`, { tone: 440 }, '/_sim/calls/{callId}/say'],
      ['POST', `${call}/hangup`, {}, '/_sim/calls/{callId}/hangup'],
      ['POST', '/_sim/faults', { kind: 'html', count: 1, path: '/nowhere' }],
      ['DELETE', '/_sim/faults/1', undefined, '/_sim/faults/{id}'],
      ['DELETE', '/_sim/faults', undefined],
      ['POST', '/_sim/traffic', { callsPerMinute: 0 }],
      ['PUT', '/_sim/call-log-api/behaviour', { status: 503, count: 1 }],
      ['POST', '/_sim/reset', {}],
    ] as const) {
      const answer = await pbx.request(method, path, body);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      agrees(`${method} ${template}`, answer.body);
    }
  });

  it('what is refused', async () => {
    for (const [method, path, body, status] of [
      ['POST', '/_sim/calls', { from: 1 }, 400],
      ['POST', '/_sim/calls/999/answer', {}, 404],
      ['PATCH', '/_sim/dns/777', {}, 404],
    ] as const) {
      const answer = await pbx.request(method, path, body);
      expect(answer.status).toBe(status);
      const schema = description.components.schemas['Problem'] ?? {};
      expect(z.fromJSONSchema(schema).safeParse(answer.body).success).toBe(true);
    }
  });
});
