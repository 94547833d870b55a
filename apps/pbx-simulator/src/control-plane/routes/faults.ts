import { z } from 'zod';
import { FAULT_KINDS, faultFields, faultRequestSchema } from '../../faults/fault';
import { route, type Route } from '../route';

const faultSchema = z.looseObject({
  id: z.number().int(),
  kind: z.enum(FAULT_KINDS),
  ...faultFields,
  /** How many times it will strike yet; `null` without end. */
  left: z.number().nullable(),
  struck: z.number().int(),
});
const faultsSchema = z.object({ items: z.array(faultSchema) });

export const FAULT_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/faults',
    summary: 'The faults in force.',
    answer: faultsSchema,
    handle: ({ faults }) => ({ items: faults.list() }),
  }),
  route({
    method: 'POST',
    path: '/faults',
    summary: 'Stages a fault; some happen at once, others last until they are taken back.',
    body: faultRequestSchema,
    answer: faultSchema,
    example: { body: { kind: 'refuse', status: 503, count: 2, path: '/xapi' } },
    handle: async ({ faults }, { body }) => {
      const fault = faults.add(body);
      await faults.settled();
      return fault;
    },
  }),
  route({
    method: 'DELETE',
    path: '/faults',
    summary: 'Takes all faults back.',
    answer: faultsSchema,
    handle: async ({ faults }) => {
      faults.clear();
      await faults.settled();
      return { items: faults.list() };
    },
  }),
  route({
    method: 'DELETE',
    path: '/faults/{id}',
    summary: 'Takes one fault back; one that is over already is as well.',
    params: z.object({
      id: z
        .string()
        .regex(/^\d{1,15}$/, 'is a number')
        .transform(Number),
    }),
    answer: faultsSchema,
    handle: async ({ faults }, { params }) => {
      faults.remove(params.id);
      await faults.settled();
      return { items: faults.list() };
    },
  }),
];
