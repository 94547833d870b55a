import { z } from 'zod';
import { route, type Route } from '../route';

const trafficSchema = z.strictObject({ callsPerMinute: z.number().min(0).max(100_000) });

export const TRAFFIC_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/traffic',
    summary: 'Sets how many random calls a minute are placed; 0 is none.',
    body: trafficSchema,
    answer: trafficSchema,
    example: { body: { callsPerMinute: 30 } },
    handle: ({ traffic }, { body }) => {
      traffic.setRate(body.callsPerMinute);
      return { callsPerMinute: traffic.callsPerMinute };
    },
  }),
  route({
    method: 'POST',
    path: '/reset',
    summary: 'Makes a fresh PBX, with nothing in its past and no faults.',
    answer: z.object({}),
    handle: ({ reset }) => reset().then(() => ({})),
  }),
];
