import { z } from 'zod';
import { route, type Route } from '../route';
import { sinceField, time } from './fields';

export const trueCallSchema = z.looseObject({
  callId: z.number().int(),
  callHistoryId: z.string(),
  mainCallHistoryId: z.string(),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  from: z.string(),
  to: z.string(),
  parties: z.array(z.string()),
  legs: z.array(
    z.looseObject({
      ...{ dn: z.string(), startedAt: time },
      ...{ answeredAt: time.nullable(), endedAt: time.nullable() },
    }),
  ),
  did: z.string().nullable(),
  trunk: z.string().nullable(),
  queue: z.string().nullable(),
  startedAt: time,
  answeredAt: time.nullable(),
  answeredBy: z.string().nullable(),
  endedAt: time.nullable(),
  outcome: z.string().nullable(),
});

export const TRUTH_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/truth',
    summary: 'Every call as it truly was, whatever any interface told of it.',
    query: z.object({ since: sinceField }),
    answer: z.object({ items: z.array(trueCallSchema) }),
    handle: ({ pbx }, { query }) => ({
      items: pbx.truths.filter(({ startedAt }) => startedAt >= query.since),
    }),
  }),
];
