import { z } from 'zod';
import { ANSWERS, RECORDING_MODES } from '../../pbx';
import { DN_KINDS } from '../../pbx/directory';
import { Refusal } from '../problem';
import { route, type Route } from '../route';
import { duration, given } from './fields';

const dnSchema = z.looseObject({
  number: z.string(),
  kind: z.enum(DN_KINDS),
  name: z.string(),
  answer: z.enum(ANSWERS),
  answerAfterMs: z.number(),
  signedIn: z.boolean(),
  registered: z.boolean(),
  dnd: z.boolean(),
  recording: z.enum(RECORDING_MODES),
  members: z.array(z.string()),
  dids: z.array(z.string()),
});
const changeSchema = z
  .strictObject({
    answer: z.enum(ANSWERS),
    answerAfterMs: duration,
    signedIn: z.boolean(),
    registered: z.boolean(),
    dnd: z.boolean(),
    recording: z.enum(RECORDING_MODES),
  })
  .partial();

export const DN_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/dns',
    summary: 'All DNs: extensions, queues, ring groups, trunks and the rest.',
    answer: z.object({ items: z.array(dnSchema) }),
    handle: ({ pbx }) => ({ items: pbx.directory.all() }),
  }),
  route({
    method: 'PATCH',
    path: '/dns/{dn}',
    summary: 'Changes how a DN behaves from now on.',
    params: z.object({ dn: z.string() }),
    body: changeSchema,
    answer: dnSchema,
    refusals: { 404: 'there is no such DN' },
    example: { body: { answer: 'manual', dnd: false } },
    handle: ({ pbx }, { params, body }) => {
      const dn = pbx.directory.get(params.dn);
      if (!dn) throw new Refusal(404, `There is no DN ${params.dn}.`);
      const { registered, ...plain } = body;
      if (registered !== undefined) pbx.setRegistered(dn, registered);
      return Object.assign(dn, given(plain));
    },
  }),
];
