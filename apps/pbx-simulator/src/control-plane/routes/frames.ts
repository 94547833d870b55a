import { z } from 'zod';
import { route, type Route } from '../route';
import { sinceField, time } from './fields';

export const frameSchema = z.looseObject({
  number: z.number().int(),
  at: time,
  client: z.string(),
  frame: z.unknown(),
});

export const FRAME_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/frames',
    summary: 'What was sent on the sockets of Call Control, the last 5,000 frames.',
    query: z.object({ since: sinceField }),
    answer: z.object({ items: z.array(frameSchema) }),
    handle: ({ sockets }, { query }) => ({
      items: sockets.sent.filter(({ at }) => at >= query.since),
    }),
  }),
];
