import {
  clientMessageSchema,
  eventsQuerySchema,
  positionSchema,
  PROBLEMS,
  subscribeSchema,
} from '@3cx-relay/contracts';
import { eventComponents } from './event-schemas';
import { EXAMPLE_EVENT, EXAMPLE_EVENT_PAGE } from './examples';
import { type JsonSchema, JsonSchemas } from './json-schema';
import { SCHEMA_NAMES } from './schema-names';

const SEQUENCE = { type: 'string', pattern: '^\\d{16}$' };
const CODE = { type: 'string', enum: Object.keys(PROBLEMS) };
const EVENT = { $ref: '#/components/schemas/Event' };
/** Any one of these; the key needs the scope events:read. */
const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'The API key.' },
  apiKey: { type: 'httpApiKey', in: 'header', name: 'X-API-Key', description: 'The API key.' },
  ticket: {
    ...{ type: 'httpApiKey', in: 'query', name: 'ticket' },
    description: 'A ticket of POST /relay/tickets, for clients that cannot send headers.',
  },
};
const SECURITY = Object.keys(SECURITY_SCHEMES).map((name) => ({
  $ref: `#/components/securitySchemes/${name}`,
}));

const RAW_WEBSOCKET =
  'Each frame is one JSON text. Without a key or ticket in the upgrade, send "auth" within 5 s. ' +
  'After "hello" and "subscribed" events flow, from now on unless the address says otherwise; a ' +
  'later "subscribe" replaces all of that. Close codes not to come back from unchanged: 4400 ' +
  'faulty messages, 4401 no or revoked key, 4403 scope or network, 4413 message too large. To ' +
  'come back after a pause: 4408 no auth in time, 4429 too many, 4508 too slow, 1012 restart.';
const SOCKET_IO =
  'The namespace /relay; the namespace / has nothing. "auth" is { apiKey } or { ticket }, with ' +
  'since, epoch, types and dn if wanted. The ack of "subscribe" is { ok: true, recovered, oldest, ' +
  'sequence, epoch } or { ok: false, code, detail }. A wrong key is a connect_error with data.code.';

/** AsyncAPI 3 of the streams, from the same schemas as everything else. */
export function asyncApiDocument(version: string, host: string, isSecure: boolean): JsonSchema {
  const schemas = new JsonSchemas(SCHEMA_NAMES);
  const events = eventComponents(schemas);
  const raw = rawMessages(schemas);
  const socketIo = socketIoMessages(schemas);
  const protocol = isSecure ? 'wss' : 'ws';
  const server = (description: string) => ({ host, protocol, description, security: SECURITY });
  return {
    asyncapi: '3.0.0',
    info: {
      title: '3cx-relay streams',
      version,
      description: 'Every call of a 3CX V20 as ordered, durable, resumable events.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    servers: {
      websocket: server('Raw WebSocket'),
      socketio: server('Socket.IO, engine path /relay/socket.io'),
    },
    channels: {
      raw: {
        ...channel('/relay/ws', 'websocket', RAW_WEBSOCKET, raw),
        bindings: { ws: { query: webSocketQuery(schemas), bindingVersion: '0.1.0' } },
      },
      socketio: channel('/relay', 'socketio', SOCKET_IO, socketIo),
    },
    operations: { ...operationsOf('raw', raw), ...operationsOf('socketio', socketIo) },
    components: {
      schemas: { ...schemas.components(), ...events },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/** A message, and which side sends it. */
interface Message {
  readonly from: 'client' | 'relay';
  readonly summary: string;
  readonly payload: JsonSchema;
  readonly example: JsonSchema;
}

type Messages = Readonly<Record<string, Message>>;

const { recovered, oldest, sequence, epoch } = EXAMPLE_EVENT_PAGE;
const POSITION = { recovered, oldest, sequence, epoch };
const REFUSED = { code: 'INVALID_REQUEST', detail: 'types: must be an event type or a pattern' };
const LEAVING = { reconnectInMs: 2_150 };
const SUBSCRIPTION = { since: sequence, epoch, types: ['call.*'], dn: ['101'] };

function rawMessages(schemas: JsonSchemas): Messages {
  const position = positionFields(schemas);
  const framed = (summary: string, type: string, fields: JsonSchema, example: JsonSchema) =>
    relay(summary, frame(type, fields), { type, ...example });
  return {
    clientMessage: client(
      'What a client sends: auth, subscribe or ping.',
      schemas.of(clientMessageSchema, 'input'),
      { type: 'subscribe', ...SUBSCRIPTION },
    ),
    hello: framed(
      'The key is accepted.',
      'hello',
      { sequence: SEQUENCE, epoch: text },
      { sequence, epoch },
    ),
    subscribed: framed('What became of the position.', 'subscribed', position, POSITION),
    callEvent: framed('One event.', 'call_event', { data: EVENT }, { data: EXAMPLE_EVENT }),
    heartbeat: framed('Every 15 s.', 'heartbeat', { sequence: SEQUENCE }, { sequence }),
    error: framed('A message was refused.', 'error', { code: CODE, detail: text }, REFUSED),
    pong: framed('The answer to ping.', 'pong', {}, {}),
    goodbye: framed('The relay goes away.', 'goodbye', { reconnectInMs: whole }, LEAVING),
  };
}

function socketIoMessages(schemas: JsonSchemas): Messages {
  return {
    subscribe: client(
      'Changes the subscription; acked.',
      schemas.of(subscribeSchema, 'input'),
      SUBSCRIPTION,
    ),
    subscribed: relay('What became of the position.', object(positionFields(schemas)), POSITION),
    call_event: relay('One event.', EVENT, { ...EXAMPLE_EVENT }),
    heartbeat: relay('Every 15 s.', object({ sequence: SEQUENCE }), { sequence }),
    error: relay(
      'A message was refused, or the connection ends.',
      object({ code: CODE, detail: text }),
      REFUSED,
    ),
    goodbye: relay('The relay goes away.', object({ reconnectInMs: whole }), LEAVING),
  };
}

/** What may stand in the address, lists comma separated. */
function webSocketQuery(schemas: JsonSchemas): JsonSchema {
  const { properties } = schemas.of(eventsQuerySchema.omit({ limit: true }), 'input');
  return { type: 'object', properties: { ...(properties as JsonSchema), ticket: text } };
}

function positionFields(schemas: JsonSchemas): JsonSchema {
  return schemas.of(positionSchema, 'output').properties as JsonSchema;
}

const text = { type: 'string' };
const whole = { type: 'integer' };
const client = (summary: string, payload: JsonSchema, example: JsonSchema): Message => ({
  ...{ from: 'client', summary, payload, example },
});
const relay = (summary: string, payload: JsonSchema, example: JsonSchema): Message => ({
  ...{ from: 'relay', summary, payload, example },
});

function object(properties: JsonSchema): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties };
}

function frame(type: string, properties: JsonSchema): JsonSchema {
  return object({ type: { const: type }, ...properties });
}

function channel(address: string, server: string, description: string, messages: Messages) {
  return {
    address,
    description,
    servers: [{ $ref: `#/servers/${server}` }],
    messages: Object.fromEntries(
      Object.entries(messages).map(([name, { summary, payload, example }]) => [
        name,
        { name, title: name, summary, payload, examples: [{ payload: example }] },
      ]),
    ),
  };
}

/** Seen from the relay: it sends its own messages and receives those of clients. */
function operationsOf(name: string, messages: Messages): JsonSchema {
  const of = (from: Message['from']) =>
    Object.keys(messages)
      .filter((key) => messages[key]?.from === from)
      .map((key) => ({ $ref: `#/channels/${name}/messages/${key}` }));
  const reference = { $ref: `#/channels/${name}` };
  return {
    [`${name}Send`]: {
      ...{ action: 'send', channel: reference, messages: of('relay'), security: SECURITY },
      summary: 'What the relay sends.',
    },
    [`${name}Receive`]: {
      ...{ action: 'receive', channel: reference, messages: of('client'), security: SECURITY },
      summary: 'What the relay takes.',
    },
  };
}
