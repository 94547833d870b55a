import { SOCKET_LIMITS } from '@3cx-relay/contracts';
import fc from 'fast-check';
import type { Frame } from './engine-client';

const POLLUTION = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
const DEEP = 30_000;

/** JSON that is meant to hurt whoever walks it. */
const json = fc.oneof(
  fc.json(),
  fc.constantFrom(
    ...[POLLUTION, `{"since":${POLLUTION}}`, '{"since":"0","dn":["__proto__"]}', '1e999', '""'],
    ...[`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`, '{"a":'.repeat(5_000), '['.repeat(DEEP)],
    ...['{"since":"0","types":["*"]}', '{"apiKey":{"length":1e9}}', `"${'x'.repeat(20_000)}"`],
  ),
);
const eventName = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...['subscribe', 'ping', 'error', 'connect', 'disconnect', 'disconnecting', 'newListener'],
    ...['__proto__', 'constructor', 'toString', 'call_event', 'removeListener'],
  ),
);
const namespace = fc.constantFrom(
  ...['/relay,', '/relay,', '/relay,', '', '/', '/admin,', '/softphone,', '/nowhere,', '/relay'],
  ...['/relay?x=1,', '/__proto__,', '/../relay,', '/relay/socket.io,'],
);
const ackId = fc.constantFrom('', '0', '17', '99999999999999999999', '-1');

const event = fc
  .tuple(namespace, ackId, eventName, json)
  .map(([nsp, ack, name, data]) => `42${nsp}${ack}[${JSON.stringify(name)},${data}]`);
const anyPacket = fc
  .tuple(fc.nat(9), fc.nat(9), namespace, ackId, json)
  .map(([engine, type, nsp, ack, data]) => `${engine}${type}${nsp}${ack}${data}`);
const ackOfNothing = fc
  .tuple(namespace, ackId, json)
  .map(([n, id, data]) => `43${n}${id}[${data}]`);
const brokenAttachment = fc
  .tuple(fc.constantFrom('0', '1', '2', '10', '11', '999999999', '-1', 'x', ''), fc.nat(1))
  .map(([count, kind]) => {
    const place = '{"_placeholder":true,"num":';
    return `4${5 + kind}${count}-/relay,["subscribe",${place}0},${place}-1},${place}1e9}]`;
  });
const bytes = fc.uint8Array({ maxLength: 64 }).map((data) => Buffer.from(data));
const oversize = fc.constantFrom(
  `42/relay,["ping","${'x'.repeat(SOCKET_LIMITS.messageBytes)}"]`,
  Buffer.alloc(SOCKET_LIMITS.messageBytes + 1),
);

/** What no client library sends. */
export const hostileFrames: fc.Arbitrary<readonly Frame[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: event },
    { weight: 3, arbitrary: anyPacket },
    { weight: 3, arbitrary: brokenAttachment },
    { weight: 2, arbitrary: ackOfNothing },
    { weight: 2, arbitrary: bytes },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.constantFrom('', '1', '2', '3', '5', '6', '40', '41', '41/relay,') },
  ),
  { minLength: 5, maxLength: 15 },
);

/** As a frame of its own: it ends the connection. */
export const oversizeFrames: fc.Arbitrary<readonly Frame[]> = oversize.map((frame) => [frame]);
