import { PROBLEM_MEDIA_TYPE, type ProblemCode, PROBLEMS } from '@3cx-relay/contracts';
import { type JsonSchema, JsonSchemas, problemSchema } from '@3cx-relay/rest';
import type { z } from 'zod';
import type { AdminRouteSpec, Method } from '../api/route-spec';
import { SCHEMA_NAMES } from './schemas';

export interface DescribedRoute {
  readonly method: Method;
  /** Express style: `/admin/users/:id`. */
  readonly path: string;
  readonly spec: AdminRouteSpec;
}

/** OpenAPI 3.1 of the routes, from the declarations that also guard and parse. */
export function describeAdminApi(routes: readonly DescribedRoute[], version: string): JsonSchema {
  const schemas = new JsonSchemas(SCHEMA_NAMES);
  const paths: Record<string, JsonSchema> = {};
  const shown = routes.filter(({ spec }) => !spec.hidden);
  const sorted = shown.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const route of sorted) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describe(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '3cx-relay administration',
      version,
      description:
        'What the dashboard uses. Sign in with POST /admin/login; requests that change something by cookie need the header X-CSRF-Token.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: tagsOf(shown),
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'admin_token' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
      schemas: { ...schemas.components(), Problem: problemSchema() },
    },
  };
}

function describe({ method, path, spec }: DescribedRoute, schemas: JsonSchemas): JsonSchema {
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    tags: [tagOf(path)],
    'x-role': spec.who,
    ...(spec.who === 'public' ? { security: [] } : { security: [{ cookie: [] }, { bearer: [] }] }),
    parameters: [
      ...parametersOf(spec.params, 'path', schemas),
      ...parametersOf(spec.query, 'query', schemas),
      ...(changesByCookie(method, spec) ? [CSRF_PARAMETER] : []),
    ],
    ...(spec.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemas.of(spec.body, 'input') } },
          },
        }
      : {}),
    responses: { ...successOf(spec, schemas), ...problemsOf(method, spec) },
  };
}

const CSRF_PARAMETER = {
  name: 'X-CSRF-Token',
  in: 'header',
  required: false,
  description: 'The csrfToken of sign-in; needed with the cookie, not with a bearer token.',
  schema: { type: 'string' },
} as const;

const changesByCookie = (method: Method, spec: AdminRouteSpec) =>
  method !== 'get' && spec.who !== 'public';

function parametersOf(
  schema: z.ZodType | undefined,
  where: 'path' | 'query',
  schemas: JsonSchemas,
): JsonSchema[] {
  if (!schema) return [];
  const { properties, required } = fieldsOf(schema, schemas);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function fieldsOf(schema: z.ZodType, schemas: JsonSchemas) {
  const { properties, required } = schemas.of(schema, 'input');
  return {
    properties: (properties ?? {}) as Record<string, JsonSchema>,
    required: (required ?? []) as string[],
  };
}

function successOf(spec: AdminRouteSpec, schemas: JsonSchemas): JsonSchema {
  const status = String(spec.status ?? (spec.answer ? 200 : 204));
  const content = {
    ...(spec.answer ? { 'application/json': { schema: schemas.of(spec.answer, 'output') } } : {}),
    ...Object.fromEntries(
      (spec.alsoAs ?? []).map((media) => [media, { schema: { type: 'string' } }]),
    ),
  };
  const described = { description: spec.answer ? 'Done.' : 'Done; the answer has no body.' };
  return { [status]: { ...described, ...(spec.answer ? { content } : {}) } };
}

function problemsOf(method: Method, spec: AdminRouteSpec): JsonSchema {
  const takesInput = spec.body ?? spec.query ?? spec.params;
  const codes: ProblemCode[] = [
    ...(takesInput ? (['INVALID_REQUEST'] as const) : []),
    // A body is read before the route is known, so that any request can fail on it.
    'INVALID_JSON',
    ...(spec.who === 'public' ? [] : (['UNAUTHENTICATED'] as const)),
    ...(changesByCookie(method, spec) ? (['CSRF_FAILED'] as const) : []),
    ...(spec.who === 'admin' ? (['INSUFFICIENT_ROLE'] as const) : []),
    ...(spec.who === 'public' || spec.beforePasswordChange
      ? []
      : (['PASSWORD_CHANGE_REQUIRED'] as const)),
    ...(spec.problems ?? []),
    'STORE_UNAVAILABLE',
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      String(status),
      {
        description: those.map((code) => `${code}: ${PROBLEMS[code].title}.`).join(' '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function tagOf(path: string): string {
  return path.split('/')[2] ?? 'admin';
}

function tagsOf(routes: readonly DescribedRoute[]): JsonSchema[] {
  const names = new Set(routes.map(({ path }) => tagOf(path)));
  return [...names]
    .toSorted()
    .map((name) => ({ name, description: `Routes under /admin/${name}.` }));
}
