import { z } from 'zod';
import { FAULT_KINDS } from '../../faults/faults';
import { route, type Route } from '../route';
import { duration } from './fields';

const requestFields = {
  /** How many times it strikes; without end when absent. */
  count: z.number().int().positive().optional(),
  /** The share of cases that it strikes. */
  share: z.number().min(0).max(1).optional(),
  durationMs: z.number().int().positive().optional(),
  /** Beginning of the paths that it meets. */
  path: z.string().max(256).optional(),
  status: z.number().int().min(400).max(599).optional(),
  delayMs: duration.optional(),
  skewMs: z.number().int().optional(),
};
const requestSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS, { error: () => `is one of ${FAULT_KINDS.join(', ')}` }),
  ...requestFields,
});
const faultSchema = z.looseObject({
  id: z.number().int(),
  kind: z.enum(FAULT_KINDS),
  ...requestFields,
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
    body: requestSchema,
    answer: faultSchema,
    example: { body: { kind: 'refuse', status: 503, count: 2, path: '/xapi' } },
    handle: ({ faults }, { body }) => faults.add(body),
  }),
  route({
    method: 'DELETE',
    path: '/faults',
    summary: 'Takes all faults back.',
    answer: faultsSchema,
    handle: ({ faults }) => {
      faults.clear();
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
    handle: ({ faults }, { params }) => {
      faults.remove(params.id);
      return { items: faults.list() };
    },
  }),
];
