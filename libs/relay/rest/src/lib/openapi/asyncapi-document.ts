import {
  anyEventSchema,
  clientMessageSchema,
  EVENT_TYPES,
  eventDataSchemas,
  positionSchema,
  PROBLEMS,
  subscribeSchema,
} from '@3cx-relay/contracts';
import { type JsonSchema, JsonSchemas } from './json-schema';
import { SCHEMA_NAMES } from './schema-names';

const SEQUENCE = { type: 'string', pattern: '^\\d{16}$' };
const CODE = { type: 'string', enum: Object.keys(PROBLEMS) };

/** AsyncAPI 3 of the streams, from the same schemas as everything else. */
export function asyncApiDocument(version: string, host: string, isSecure: boolean): JsonSchema {
  const schemas = new JsonSchemas(SCHEMA_NAMES);
  const event = eventSchema(schemas);
  const raw = rawMessages(schemas, event);
  const socketIo = socketIoMessages(schemas, event);
  const server = (protocol: string, description: string) => ({ host, protocol, description });
  return {
    asyncapi: '3.0.0',
    info: {
      title: '3cx-relay streams',
      version,
      description: 'Every call of a 3CX V20 as ordered, durable, resumable events.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      websocket: server(isSecure ? 'wss' : 'ws', 'Raw WebSocket'),
      socketio: server(isSecure ? 'wss' : 'ws', 'Socket.IO, engine path /relay/socket.io'),
    },
    channels: {
      raw: channel('/relay/ws', 'websocket', 'Each frame is one JSON text.', raw),
      socketio: channel('/relay', 'socketio', 'The namespace /relay.', socketIo),
    },
    operations: { ...operationsOf('raw', raw), ...operationsOf('socketio', socketIo) },
    components: { schemas: schemas.components() },
  };
}

/** A message, and which side sends it. */
interface Message {
  readonly from: 'client' | 'relay';
  readonly summary: string;
  readonly payload: JsonSchema;
}

type Messages = Readonly<Record<string, Message>>;

function rawMessages(schemas: JsonSchemas, event: JsonSchema): Messages {
  const position = positionFields(schemas);
  return {
    clientMessage: client('What a client sends.', schemas.of(clientMessageSchema, 'input')),
    hello: relay('The key is accepted.', frame('hello', { sequence: SEQUENCE, epoch: text })),
    subscribed: relay('What became of the position.', frame('subscribed', position)),
    callEvent: relay('One event.', frame('call_event', { data: event })),
    heartbeat: relay('Every 15 s.', frame('heartbeat', { sequence: SEQUENCE })),
    error: relay('A message was refused.', frame('error', { code: CODE, detail: text })),
    pong: relay('The answer to ping.', frame('pong', {})),
    goodbye: relay(
      'The relay goes away.',
      frame('goodbye', { reconnectInMs: { type: 'integer' } }),
    ),
  };
}

function socketIoMessages(schemas: JsonSchemas, event: JsonSchema): Messages {
  return {
    subscribe: client('Changes the subscription; acked.', schemas.of(subscribeSchema, 'input')),
    subscribed: relay('What became of the position.', object(positionFields(schemas))),
    call_event: relay('One event.', event),
    heartbeat: relay('Every 15 s.', object({ sequence: SEQUENCE })),
    error: relay(
      'A message was refused, or the connection ends.',
      object({ code: CODE, detail: text }),
    ),
    goodbye: relay('The relay goes away.', object({ reconnectInMs: { type: 'integer' } })),
  };
}

/** An event whose data has the shape of its type. */
function eventSchema(schemas: JsonSchemas): JsonSchema {
  return {
    allOf: [schemas.of(anyEventSchema, 'output')],
    oneOf: EVENT_TYPES.map((type) =>
      object({ type: { const: type }, data: schemas.of(eventDataSchemas[type], 'output') }),
    ),
  };
}

function positionFields(schemas: JsonSchemas): JsonSchema {
  return schemas.of(positionSchema, 'output').properties as JsonSchema;
}

const text = { type: 'string' };
const client = (summary: string, payload: JsonSchema): Message => ({
  from: 'client',
  summary,
  payload,
});
const relay = (summary: string, payload: JsonSchema): Message => ({
  from: 'relay',
  summary,
  payload,
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
      Object.entries(messages).map(([name, { summary, payload }]) => [
        name,
        { name, summary, payload },
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
    [`${name}Send`]: { action: 'send', channel: reference, messages: of('relay') },
    [`${name}Receive`]: { action: 'receive', channel: reference, messages: of('client') },
  };
}
