import { z } from 'zod';
import { problemSchema } from './problem';
import type { Method, Route } from './route';

type Json = Readonly<Record<string, unknown>>;

/** What the receiver of deliveries answers; it parses for itself. */
export interface DescribedRoute {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType;
}

/** OpenAPI 3.1 of `/_sim`, made from the routes that serve it. */
export function describeControlPlane(
  routes: readonly Route[],
  others: readonly DescribedRoute[],
  version: string,
): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const add = (path: string, method: Method, operation: Json) => {
    (paths[`/_sim${path}`] ??= {})[method.toLowerCase()] = operation;
  };
  for (const route of routes) add(route.path, route.method, operationOf(route));
  for (const other of others) add(other.path, other.method, operationOfOther(other));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Control plane of the 3CX PBX simulator',
      description: 'Steers the simulated PBX and tells how its calls truly were. Loopback only.',
      ...{ version, license: { name: 'See the repository' } },
    },
    servers: [{ url: '/', description: 'this simulator' }],
    tags: [...new Set([...routes, ...others].map(tagOf))].map((name) => ({ name })),
    security: [],
    paths,
    components: { schemas: { Problem: schemaOf(problemSchema, 'output') } },
  };
}

function operationOf(route: Route): Json {
  const { body, example, refusals = {} } = route;
  const canBeWrong = [route.params, route.query, body].some((schema) => schema !== undefined);
  const refused = Object.entries(refusals).map(([status, why]) => [status, refusal(why)]);
  return {
    ...headOf(route),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(body ? { requestBody: requestOf(body, example?.body) } : {}),
    responses: {
      '200': { description: 'done', content: contentOf(route) },
      ...(canBeWrong ? { '400': refusal('a value is wrong; `errors` names the field') } : {}),
      ...Object.fromEntries(refused),
    },
  };
}

function operationOfOther(other: DescribedRoute): Json {
  const { body } = other;
  return {
    ...headOf(other),
    parameters: [],
    ...(body ? { requestBody: requestOf(body, undefined) } : {}),
    responses: {
      '200': { description: 'done', content: { 'application/json': { schema: {} } } },
      ...(body ? { '400': refusal('a value is wrong') } : {}),
    },
  };
}

function headOf(route: Pick<Route, 'method' | 'path' | 'summary'>): Json {
  const words = route.path.split(/[^a-zA-Z]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return {
    operationId: route.method.toLowerCase() + name,
    summary: route.summary,
    tags: [tagOf(route)],
  };
}

function tagOf({ path }: { readonly path: string }): string {
  return path.split('/')[1] ?? '';
}

function requestOf(body: z.ZodType, example: unknown): Json {
  const content = {
    schema: schemaOf(body, 'input'),
    ...(example === undefined ? {} : { example }),
  };
  return { required: !body.safeParse({}).success, content: { 'application/json': content } };
}

function contentOf({ answer, example }: Route): Json {
  if ('mediaType' in answer) return { [answer.mediaType]: {} };
  return {
    'application/json': {
      schema: schemaOf(answer, 'output'),
      ...(example?.answer === undefined ? {} : { example: example.answer }),
    },
  };
}

function refusal(description: string): Json {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Record<string, z.ZodType> = schema.shape;
  return Object.entries(shape).map(([name, field]) => ({
    ...{ name, in: place, required: place === 'path' || !field.safeParse(undefined).success },
    schema: schemaOf(field, 'input'),
  }));
}

/** As OpenAPI 3.1 has it: JSON Schema 2020-12, whose dialect need not be named each time. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
