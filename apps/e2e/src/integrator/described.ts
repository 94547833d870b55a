import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WORKSPACE } from '@3cx-relay/testing';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';

interface Described {
  readonly content?: Readonly<Record<string, object>>;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Described>>;
}
interface OpenApi {
  readonly components: {
    readonly headers: Readonly<Record<string, { readonly required?: boolean }>>;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** One answer, as far as the description can speak of it. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A description as it stands in `docs/api`, there for a relay at `host`. */
export function published(name: string, host = '127.0.0.1:8082'): unknown {
  const text = readFileSync(path.join(WORKSPACE, 'docs/api', name), 'utf8');
  return JSON.parse(text.replaceAll('"127.0.0.1:8082"', JSON.stringify(host)));
}
const openapi = published('openapi.json') as OpenApi;

// "logger: false" silences the formats, which are told to people and not checked here.
const ajv = new Ajv({ strict: false, allErrors: false, validateSchema: false, logger: false });
ajv
  .addSchema(openapi, 'openapi.json')
  .addSchema(published('asyncapi.json') as object, 'asyncapi.json');
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a value by the schema at this place of a description, or nothing. */
function faultsBy(document: string, place: readonly string[], value: unknown): string[] {
  const pointer = place.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'));
  const $ref = `${document}#/${pointer.map(encodeURIComponent).join('/')}`;
  const check = compiled.get($ref) ?? ajv.compile({ $ref });
  compiled.set($ref, check);
  if (check(value)) return [];
  return [`${ajv.errorsText(check.errors)} in ${JSON.stringify(value)}, by ${$ref}`];
}

/** What is wrong with an event by the AsyncAPI description. */
export function eventFaults(event: unknown): string[] {
  return faultsBy('asyncapi.json', ['components', 'schemas', 'Event'], event);
}

/** What is wrong with a message of a channel by the AsyncAPI description. */
export function messageFaults(channel: string, message: string, payload: unknown): string[] {
  return faultsBy('asyncapi.json', ['channels', channel, 'messages', message, 'payload'], payload);
}

/** The operations of the description, as `[method, path with {parameters}, operationId]`. */
export function operations(): [string, string, string][] {
  return Object.entries(openapi.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { operationId }]): [string, string, string] => [
      method.toUpperCase(),
      template,
      operationId,
    ]),
  );
}

/** The described operation that a request belongs to, if it belongs to one. */
export function operationOf(method: string, requested: string): string | undefined {
  const candidates = operations().filter(
    ([verb, template]) =>
      verb === method &&
      new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(
        requested,
      ),
  );
  // A path without parameters goes before one with, as OpenAPI has it.
  return candidates.sort((a, b) => a[1].split('{').length - b[1].split('{').length)[0]?.[2];
}

const isRequired = ($ref: string): boolean =>
  openapi.components.headers[$ref.split('/').at(-1) ?? '']?.required === true;

/** What is wrong with an answer by the OpenAPI description: status, media type, body, headers. */
export function answerFaults({ method, path: requested, status, headers, body }: Answer): string[] {
  const operationId = operationOf(method, requested);
  const found = operations().find(([, , id]) => id === operationId);
  if (!found) return [`${method} ${requested} is not described`];
  const [, template] = found;
  const verb = method.toLowerCase();
  const described = openapi.paths[template]?.[verb]?.responses[String(status)];
  if (!described) return [`${method} ${template} may answer ${status}, which is not described`];
  const missing = Object.entries(described.headers ?? {})
    .filter(([name, { $ref }]) => isRequired($ref) && !headers.has(name))
    .map(([name]) => name);
  const faults = missing.map((name) => `${method} ${template} ${status} lacks ${name}`);
  const media = (headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  const medias = Object.keys(described.content ?? {});
  if (media === '' && medias.length === 0) return faults;
  if (!medias.includes(media)) return [...faults, `${template} ${status}: "${media}" unexpected`];
  if (!media.endsWith('json')) return faults;
  const place = ['paths', template, verb, 'responses', String(status), 'content', media, 'schema'];
  return [...faults, ...faultsBy('openapi.json', place, body)];
}
