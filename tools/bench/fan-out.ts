import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { type Group, rate } from './measure';
import type { RestWorld } from './testing';

const EVENTS = 500;
const MANY = 200;

/** A consumer that counts what it is sent. */
interface Counter {
  readonly connected: Promise<void>;
  readonly complete: Promise<void>;
  close(): void;
}

type Open = (world: RestWorld, key: string) => Counter;

/** The same events, live, to one and to many consumers. */
export async function fanOut(world: RestWorld): Promise<Group> {
  const key = await world.key();
  const one = await deliver(world, key, rawSocket, 1);
  const many = await deliver(world, key, rawSocket, MANY, 100);
  const socketIo = await deliver(world, key, ioSocket, MANY, 100);
  return {
    title: `${EVENTS} events delivered live`,
    unit: 'deliveries',
    rows: [
      { name: 'to 1 raw socket', perSecond: one },
      { name: `to ${MANY} raw sockets`, perSecond: many },
      { name: `to ${MANY} Socket.IO clients`, perSecond: socketIo },
    ],
  };
}

async function deliver(world: RestWorld, key: string, open: Open, count: number, perKey = count) {
  const keys = [key];
  while (keys.length * perKey < count) keys.push(await world.key());
  const counters = Array.from({ length: count }, (_, n) =>
    open(world, keys[Math.floor(n / perKey)] ?? key),
  );
  await Promise.all(counters.map(({ connected }) => connected));
  const perSecond = await rate(EVENTS * count, async () => {
    for (let sent = 0; sent < EVENTS; sent += 50) await world.append(50);
    await Promise.all(counters.map(({ complete }) => complete));
  });
  for (const counter of counters) counter.close();
  return perSecond;
}

/** Settles `complete` after so many events. */
function counting() {
  let left = EVENTS;
  const { promise: complete, resolve } = Promise.withResolvers<void>();
  const count = () => {
    left -= 1;
    if (left === 0) resolve();
  };
  return { complete, count };
}

const rawSocket: Open = (world, key) => {
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/relay/ws?since=now`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { complete, count } = counting();
  const connected = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      // The kind stands first: parsing would measure the consumer, not the relay.
      const head = data.toString('latin1', 0, 24);
      if (head.includes('call_event')) count();
      else if (head.includes('subscribed')) resolve();
    });
  });
  return { connected, complete, close: () => socket.terminate() };
};

const ioSocket: Open = (world, key) => {
  const socket = io(`${world.url}/relay`, {
    path: '/relay/socket.io',
    transports: ['websocket'],
    forceNew: true,
    auth: { apiKey: key, since: 'now' },
  });
  const { complete, count } = counting();
  socket.on('call_event', count);
  const connected = new Promise<void>((resolve, reject) => {
    socket.on('subscribed', () => resolve());
    socket.on('connect_error', reject);
  });
  return { connected, complete, close: () => void socket.disconnect() };
};
