import { SCOPES } from '@3cx-relay/contracts';
import type { z } from 'zod';
import type { DeclaredRoute } from '../routes/route-spec';
import { openApiEvents } from './event-schemas';
import { failures, problemExamples } from './failures';
import { HEADERS, successHeaders } from './headers';
import { type JsonSchema, JsonSchemas } from './json-schema';
import { problemSchema } from './problem-schema';
import { SCHEMA_NAMES } from './schema-names';
import { webhookDeliveries } from './webhook-deliveries';

/** A route with its whole path, Express style. */
export interface PublishedRoute extends DeclaredRoute {
  readonly fullPath: string;
}

export interface ApiFacts {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Where the API is; `/` for wherever the document came from. */
  readonly serverUrl: string;
}

/** What each tag is about; another one is described by its name. */
const TAGS: Readonly<Record<string, string>> = {
  'Call control': 'Makes calls, and answers, diverts, transfers and ends those there are.',
  Calls: 'The calls of now, and those that are over.',
  Events:
    'The log of everything that happens, as pages and as a stream. A stream has, beside events, ' +
    '"subscribed" first, "heartbeat" every 15 s, "goodbye" before a restart, and "problem" with ' +
    'code and detail before it ends for good.',
  Service: 'How the relay is, and what it can do.',
  Webhooks: 'Events delivered to endpoints of yours, signed and retried.',
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A name of your choice: a repeat with the same one, for a day, gets the first answer.',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
  example: '5f0c1c9e-order-4711',
} as const;

/** OpenAPI 3.1 from the declarations that the guard and the parsers work by. */
export function openApiDocument(routes: readonly PublishedRoute[], facts: ApiFacts): JsonSchema {
  const schemas = new JsonSchemas(SCHEMA_NAMES);
  const paths: Record<string, JsonSchema> = {};
  const shown = routes.filter(({ hidden }) => !hidden);
  for (const route of shown) {
    const path = route.fullPath.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
  }
  const events = openApiEvents(schemas);
  const tags = [...new Set(shown.map(({ tag }) => tag))].sort();
  return {
    openapi: '3.1.0',
    info: {
      title: facts.title,
      version: facts.version,
      description: facts.description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: facts.serverUrl, description: 'This relay' }],
    tags: tags.map((name) => ({ name, description: TAGS[name] ?? `${name} of the relay.` })),
    paths,
    webhooks: webhookDeliveries(),
    components: {
      schemas: { ...schemas.components(), ...events, Problem: problemSchema() },
      examples: problemExamples(shown),
      headers: HEADERS,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: scopeTable() },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The API key.' },
        ticket: {
          ...{ type: 'apiKey', in: 'query', name: 'ticket' },
          description: 'A ticket of POST /relay/tickets; works once, for 30 seconds.',
        },
      },
    },
  };
}

function operation(route: DeclaredRoute, schemas: JsonSchemas): JsonSchema {
  const scope = route.who === 'public' || route.who === 'anyKey' ? undefined : route.who;
  const access = scope ? `Scope: \`${scope}\`.` : undefined;
  const description = [route.description ?? `${route.summary}.`, access].filter(Boolean).join(' ');
  const parameters = [
    ...parametersOf(route.params, 'path', schemas),
    ...parametersOf(route.query, 'query', schemas),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
    ...(route.headers ?? []),
  ];
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: requestBody(route.body, route.bodyExample, schemas) } : {}),
    responses: { ...success(route, schemas), ...failures(route) },
    security: securityOf(route, scope ? [scope] : []),
    ...(scope ? { 'x-required-scope': scope } : {}),
  };
}

/** Any one of these will do; the list names the scope that the key needs. */
function securityOf(route: DeclaredRoute, scopes: readonly string[]): JsonSchema[] {
  if (route.who === 'public') return [];
  const ways = [{ bearer: scopes }, { apiKey: scopes }];
  return route.takesTickets ? [...ways, { ticket: scopes }] : ways;
}

function requestBody(body: z.ZodType, example: unknown, schemas: JsonSchemas): JsonSchema {
  const schema = schemas.of(body, 'input');
  const content = { schema, ...(example === undefined ? {} : { example }) };
  return { required: true, content: { 'application/json': content } };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  schemas: JsonSchemas,
): JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemas.of(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, examples, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' ? { description } : {}),
    schema: rest,
    ...(Array.isArray(examples) ? { example: examples[0] as unknown } : {}),
  }));
}

function success(route: DeclaredRoute, schemas: JsonSchemas): JsonSchema {
  const content: Record<string, JsonSchema> = {};
  if (route.answer) {
    content['application/json'] = {
      schema: schemas.of(route.answer, 'output'),
      ...(route.example === undefined ? {} : { example: route.example }),
    };
  }
  for (const [type, { schema, example }] of Object.entries(route.alsoAs ?? {})) {
    content[type] = {
      schema: schema ? schemas.of(schema, 'output') : { type: 'string' },
      ...(example === undefined ? {} : { example }),
    };
  }
  const others = Object.values(route.alsoAs ?? {}).map(({ description }) => description);
  return {
    [String(route.status ?? 200)]: {
      description: [route.summary, ...others].join('. '),
      headers: successHeaders(route.who !== 'public'),
      ...(Object.keys(content).length > 0 ? { content } : {}),
    },
  };
}

function scopeTable(): string {
  return `The API key. Scopes: ${SCOPES.join(', ')}; "read" is short for the three that read.`;
}
