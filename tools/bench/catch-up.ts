import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Group, rate } from './measure';
import type { RestWorld } from './testing';

const EVENTS = 10_000;
const pageSchema = z.object({ items: z.array(z.unknown()), nextSince: z.string() });

/** The whole log from its beginning: what a consumer does that was away. */
export async function catchUp(world: RestWorld): Promise<Group> {
  const key = await world.key();
  for (let made = 0; made < EVENTS; made += 500) await world.append(500);
  const byPage = async (limit: number) => {
    let count = 0;
    let since = '0';
    const began = performance.now();
    for (;;) {
      const answer = await world.get(`/relay/events?since=${since}&limit=${limit}`, key);
      const page = pageSchema.parse(await answer.json());
      count += page.items.length;
      since = page.nextSince;
      if (page.items.length < limit) return count / ((performance.now() - began) / 1_000);
    }
  };
  const small = await byPage(100);
  const large = await byPage(1_000);
  const stream = await rate(EVENTS, () => streamed(world, key));
  return {
    title: `${EVENTS} events or more, read from the beginning`,
    unit: 'events',
    rows: [
      { name: 'JSON pages of 100', perSecond: small },
      { name: 'JSON pages of 1000', perSecond: large },
      { name: 'raw socket, since=0', perSecond: stream },
    ],
  };
}

function streamed(world: RestWorld, key: string): Promise<void> {
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/relay/ws?since=0`, {
    headers: { authorization: `Bearer ${key}` },
  });
  let left = EVENTS;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      if (!data.toString('latin1', 0, 24).includes('call_event')) return;
      left -= 1;
      if (left > 0) return;
      socket.terminate();
      resolve();
    });
  });
}
