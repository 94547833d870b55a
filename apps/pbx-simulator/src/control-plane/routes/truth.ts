import { z } from 'zod';
import { Refusal } from '../problem';
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
    summary: 'The last calls as they truly were, whatever any interface told of them.',
    query: z.object({ since: sinceField }),
    answer: z.object({ items: z.array(trueCallSchema) }),
    refusals: { 410: 'calls of that time are no longer kept' },
    handle: ({ pbx }, { query }) => {
      const { forgottenUntil, truths } = pbx;
      if (query.since !== '' && forgottenUntil !== null && query.since <= forgottenUntil) {
        const since = truths[0]?.startedAt ?? forgottenUntil;
        const kept = `the last ${truths.length} calls are, since ${since}`;
        throw new Refusal(410, `since: calls of that time are no longer kept; ${kept}`);
      }
      return { items: truths.filter(({ startedAt }) => startedAt >= query.since) };
    },
  }),
];
