import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const API = path.resolve(__dirname, '../../docs/api');
/** What is asked for besides the linter's strict rules. */
const RULES = {
  'no-unused-components': 'error',
  'no-duplicated-enum-values': 'error',
  'no-invalid-media-type-examples': 'error',
  'no-invalid-parameter-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-unsafe-markdown': 'error',
  'operation-4xx-problem-details-rfc7807': 'error',
  'operation-description': 'error',
  'operation-operationId': 'error',
  'operation-summary': 'error',
  'parameter-description': 'error',
  'security-defined': 'error',
  'spec-example-values': 'error',
  'tags-alphabetical': 'error',
} as const;
/** Paths are `/relay/…` in a document that is served from wherever the relay is. */
const NOT_ASKED = { 'spec-strict-refs': 'off' } as const;

interface Answer {
  readonly content?: Record<
    string,
    { example?: unknown; examples?: unknown; schema?: { readonly $ref?: string } }
  >;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: Answer;
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly responses: Record<string, Answer>;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly 'x-required-scope'?: string;
}

interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
}

interface AsyncApi {
  readonly channels: Record<string, { messages: Record<string, { examples?: unknown[] }> }>;
}

const read = (file: string): string => readFileSync(path.join(API, file), 'utf8');

async function faultsOf(file: string, rules: Record<string, 'error' | 'off'>): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: { ...rules, ...NOT_ASKED },
  });
  const source = read(file);
  const absoluteRef = path.join(API, file);
  const problems = await lintFromString({ source, absoluteRef, config });
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer ?? '#'}`,
  );
}

describe('the published descriptions', () => {
  it.each(['openapi.json', 'asyncapi.json'])(
    '%s passes a strict linter with no warning',
    async (file) => {
      expect(await faultsOf(file, RULES)).toEqual([]);
    },
  );

  it('admin-openapi.json passes a strict linter with no warning', async () => {
    expect(await faultsOf('admin-openapi.json', {})).toEqual([]);
  });

  it('shows an example of every body and every answer of the relay', () => {
    const bare = operations().flatMap(({ operationId, requestBody, responses }) =>
      Object.entries({ body: requestBody ?? {}, ...responses }).flatMap(
        ([what, { content = {} }]) =>
          Object.entries(content)
            .filter(([, media]) => media.example === undefined && media.examples === undefined)
            .map(([type]) => `${operationId} ${what} ${type}`),
      ),
    );
    expect(bare).toEqual([]);
  });

  it('names the scope of every operation that needs one, for people and for programs', () => {
    const keyed = operations().filter(({ security }) => security.length > 0);
    expect(keyed.length).toBeGreaterThan(8);
    for (const operation of keyed) {
      const scope = operation['x-required-scope'];
      for (const way of operation.security) {
        expect(Object.values(way)).toEqual([scope === undefined ? [] : [scope]]);
      }
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['401', '403', '429']),
      );
    }
  });

  it('gives code generators names: of functions, and of what goes in and comes out', () => {
    const functions = operations().map(({ operationId }) => operationId);
    expect(functions.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
    const nameless = operations().flatMap(({ operationId, requestBody, responses }) =>
      Object.entries({ body: requestBody ?? {}, ...responses }).flatMap(
        ([what, { content = {} }]) =>
          Object.entries(content)
            .filter(([type]) => type.endsWith('json'))
            .filter(
              ([, { schema }]) => !/^#\/components\/schemas\/[A-Z]\w+$/.test(schema?.$ref ?? ''),
            )
            .map(() => `${operationId} ${what}`),
      ),
    );
    // The descriptions themselves are of a shape that others define.
    expect(nameless).toEqual(['getOpenApi 200', 'getAsyncApi 200']);
  });

  it('shows an example of every message of the streams', () => {
    const { channels } = JSON.parse(read('asyncapi.json')) as AsyncApi;
    const messages = Object.values(channels).flatMap((channel) => Object.entries(channel.messages));
    expect(messages.length).toBeGreaterThan(10);
    expect(messages.filter(([, { examples }]) => !examples?.length).map(([name]) => name)).toEqual(
      [],
    );
  });
});

function operations(): Operation[] {
  const { paths } = JSON.parse(read('openapi.json')) as OpenApi;
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}
