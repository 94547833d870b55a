import { z } from 'zod';
import { FAULT_KINDS } from '../../faults/fault';
import { ANSWERS, DN_KINDS } from '../../pbx/directory';
import { SCENARIO_NAMES } from '../../traffic/scenarios';
import { route, type Route } from '../route';

const infoSchema = z.looseObject({
  https: z.url(),
  http: z.url(),
  db: z.url(),
  ini: z.string(),
  certificate: z.string(),
  version: z.string(),
  callsPerMinute: z.number(),
  sockets: z.number().int(),
  scenarios: z.array(z.string()),
  faultKinds: z.array(z.string()),
  answers: z.array(z.enum(ANSWERS)),
  clients: z.array(
    z.looseObject({
      ...{ id: z.string(), secret: z.string(), role: z.string() },
      watched: z.array(z.string()).nullable(),
    }),
  ),
  dns: z.array(z.object({ number: z.string(), kind: z.enum(DN_KINDS), name: z.string() })),
});

export const INFO_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/info',
    summary: 'Addresses, clients with their secrets, the number plan, and what can be staged.',
    answer: infoSchema,
    handle: ({ pbx, clients, traffic, sockets, facts }) => ({
      ...facts(),
      callsPerMinute: traffic.callsPerMinute,
      sockets: sockets.size,
      scenarios: SCENARIO_NAMES,
      faultKinds: FAULT_KINDS,
      answers: ANSWERS,
      clients: clients
        .all()
        .map(({ id, secret, role, watched }) => ({ id, secret, role, watched })),
      dns: pbx.directory.all().map(({ number, kind, name }) => ({ number, kind, name })),
    }),
  }),
];
