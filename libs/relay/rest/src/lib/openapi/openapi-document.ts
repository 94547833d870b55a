import { PROBLEM_MEDIA_TYPE, type ProblemCode, PROBLEMS, SCOPES } from '@3cx-relay/contracts';
import type { z } from 'zod';
import type { DeclaredRoute } from '../routes/route-spec';
import { type JsonSchema, JsonSchemas } from './json-schema';
import { problemSchema } from './problem-schema';
import { SCHEMA_NAMES } from './schema-names';

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

const KEY_PROBLEMS = [
  'UNAUTHENTICATED',
  'INVALID_KEY',
  'KEY_EXPIRED',
  'KEY_REVOKED',
  'NETWORK_NOT_ALLOWED',
  'TOO_MANY_REQUESTS',
] as const satisfies readonly ProblemCode[];
const BODY_PROBLEMS = [
  'INVALID_REQUEST',
  'INVALID_JSON',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const satisfies readonly ProblemCode[];

/** OpenAPI 3.1 from the declarations that the guard and the parsers work by. */
export function openApiDocument(routes: readonly PublishedRoute[], facts: ApiFacts): JsonSchema {
  const schemas = new JsonSchemas(SCHEMA_NAMES);
  const paths: Record<string, JsonSchema> = {};
  const shown = routes.filter(({ hidden }) => !hidden);
  for (const route of shown) {
    const path = route.fullPath.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
  }
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
    tags: tags.map((name) => ({ name, description: `${name} of the relay` })),
    paths,
    components: {
      schemas: { ...schemas.components(), Problem: problemSchema() },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: scopeTable() },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The API key.' },
      },
    },
  };
}

function operation(route: DeclaredRoute, schemas: JsonSchemas): JsonSchema {
  const scope = route.who === 'public' || route.who === 'anyKey' ? undefined : route.who;
  const access = scope ? `Scope: \`${scope}\`.` : undefined;
  const description = [route.description, access].filter(Boolean).join(' ');
  const parameters = [
    ...parametersOf(route.params, 'path', schemas),
    ...parametersOf(route.query, 'query', schemas),
  ];
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(description ? { description } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: requestBody(route.body, schemas) } : {}),
    responses: { ...success(route, schemas), ...failures(route) },
    security: route.who === 'public' ? [] : [{ bearer: [] }, { apiKey: [] }],
    ...(scope ? { 'x-required-scope': scope } : {}),
  };
}

function requestBody(body: z.ZodType, schemas: JsonSchemas): JsonSchema {
  return { required: true, content: { 'application/json': { schema: schemas.of(body, 'input') } } };
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
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' ? { description } : {}),
    schema: rest,
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
  for (const [type, { schema }] of Object.entries(route.alsoAs ?? {})) {
    content[type] = { schema: schema ? schemas.of(schema, 'output') : { type: 'string' } };
  }
  const others = Object.values(route.alsoAs ?? {}).map(({ description }) => description);
  return {
    [String(route.status ?? 200)]: {
      description: [route.summary, ...others].join('. '),
      ...(Object.keys(content).length > 0 ? { content } : {}),
    },
  };
}

/** One answer per status, naming the codes it may carry. */
function failures(route: DeclaredRoute): JsonSchema {
  const codes = new Set<ProblemCode>([
    ...(route.who === 'public' ? [] : KEY_PROBLEMS),
    ...(route.who === 'public' || route.who === 'anyKey' ? [] : (['INSUFFICIENT_SCOPE'] as const)),
    ...(route.body ? BODY_PROBLEMS : route.query ? (['INVALID_REQUEST'] as const) : []),
    ...(route.problems ?? []),
  ]);
  const byStatus = Map.groupBy(codes, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function scopeTable(): string {
  return `The API key. Scopes: ${SCOPES.join(', ')}; "read" is short for the three that read.`;
}
