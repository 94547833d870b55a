import fc from 'fast-check';
import { published } from './described';

interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { 'application/json': { readonly schema: Schema } } };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface AsyncApi {
  readonly channels: Readonly<
    Record<string, { readonly messages: Readonly<Record<string, { readonly payload: Schema }>> }>
  >;
}

/** One request, as it goes over the wire. */
export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const openapi = published('openapi.json') as OpenApi;
const asyncapi = published('asyncapi.json') as AsyncApi;

/** What clients, tools and attackers put where a value is expected. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.integer().map(String),
  fc.constantFrom(
    ...["' OR 1=1--", '../../etc/passwd', '%00', '\0', '\ud800', '__proto__', 'constructor', '{}'],
    ...['0', '-1', '1e309', 'NaN', '9'.repeat(400), 'now', '*', 'call.*', ',,,', '2026-13-45'],
    ...['http://169.254.169.254/', 'file:///etc/passwd', 'https://a:b@[::1]:99999/', '"', '\r\n'],
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(0, 1, -1, 1e308, null, true, JSON.parse('{"__proto__":{"polluted":true}}')),
);

/** What the schema asks for, or nearly so: every value may be a hostile one, every part be missing. */
function nearly(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: fitting(schema) }, { weight: 1, arbitrary: value });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { $ref, enum: listed, oneOf, anyOf, properties, items } = schema;
  if ($ref !== undefined)
    return fitting(openapi.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (listed) return fc.constantFrom(...listed);
  const either = oneOf ?? anyOf;
  if (either) return fc.oneof(...either.map(nearly));
  if (items) return fc.array(nearly(items), { maxLength: 4 });
  if (!properties) return value;
  const fields = Object.entries(properties).map(([name, of]) => [name, nearly(of)]);
  const known = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [],
  });
  return fc
    .tuple(known, fc.option(fc.tuple(text, value), { freq: 8 }))
    .map(([object, extra]) => (extra ? { ...object, [extra[0]]: extra[1] } : object));
}

const brokenJson = fc.oneof(
  text,
  fc.constantFrom('{', '['.repeat(5_000), '{"a":'.repeat(3_000), `"${'x'.repeat(300_000)}"`),
);

const headers = fc.record(
  {
    accept: fc.constantFrom('text/event-stream', 'text/csv', 'application/json', '*/*', ';;;'),
    'content-encoding': fc.constantFrom(...Array<string>(8).fill('identity'), 'gzip', 'x'),
    'x-request-id': fc.constantFrom('<>', 'x'.repeat(500)),
    'idempotency-key': fc.constantFrom(...['a', 'b', 'c', 'd'], '', 'x'.repeat(300)),
    'last-event-id': fc.constantFrom('0', '1', 'x', '-1', '9'.repeat(30)),
  },
  { requiredKeys: [] },
);

/** Requests to one described operation; `ids` exist, but belong to others. */
function requestsTo(
  method: string,
  template: string,
  operation: Operation,
  ids: readonly string[],
) {
  const id = fc.oneof(text, fc.constantFrom(...ids));
  const path = fc
    .array(id, { minLength: 2, maxLength: 2 })
    .map((values) =>
      template.replaceAll(/\{\w+\}/g, () => encodeURIComponent(wellFormed(values.pop() || '-'))),
    );
  const known = (operation.parameters ?? []).filter((one) => one.in === 'query');
  const names = known.map(({ name }) => name);
  const query = fc.dictionary(fc.constantFrom(...names, ...names, 'x'), text, {
    maxKeys: Math.min(names.length + 1, 3),
  });
  const schema = operation.requestBody?.content['application/json'].schema;
  const sent = nearly(schema ?? {});
  const body = fc.oneof(
    { weight: 6, arbitrary: sent.map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: brokenJson },
  );
  return fc
    .tuple(path, query, headers, body)
    .map(([route, parameters, extra, content]): HostileRequest => ({
      method: method.toUpperCase(),
      target: `${route}?${new URLSearchParams(Object.entries(parameters)).toString()}`,
      headers: { 'content-type': 'application/json', ...extra },
      body: schema === undefined ? undefined : content,
    }));
}

/** Every operation of the description as often as any other; pages are a stream too. */
export function hostileRequests(ids: readonly string[]): fc.Arbitrary<HostileRequest> {
  const all = Object.entries(openapi.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      weight: template === '/relay/events' ? 5 : 1,
      arbitrary: requestsTo(method, template, operation, ids),
    })),
  );
  return fc.oneof(...all);
}

const payloadOf = (channel: string, message: string): Schema =>
  asyncapi.channels[channel]?.messages[message]?.payload ?? {};

/** Frames for the raw WebSocket: text, and seldom bytes or more than it takes. */
export const hostileFrames: fc.Arbitrary<string | Buffer> = fc.oneof(
  {
    weight: 12,
    arbitrary: nearly(payloadOf('raw', 'clientMessage')).map((message) => JSON.stringify(message)),
  },
  { weight: 4, arbitrary: brokenJson.filter((frame) => frame.length < 65_536) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(70_000)) },
);

/** Messages for Socket.IO: their names and payloads. */
export const hostileMessages: fc.Arbitrary<readonly [string, unknown]> = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('subscribe') },
    { weight: 1, arbitrary: fc.constantFrom('call_event', '__proto__', 'toString', 'goodbye', '') },
  ),
  nearly(payloadOf('socketio', 'subscribe')),
);

/** A lone surrogate has no form in a URL. */
function wellFormed(raw: string): string {
  return raw.toWellFormed();
}
