import { randomBytes } from 'node:crypto';
import type { ApiClient, Clients } from '../access/clients';
import type { Tokens } from '../access/tokens';
import { aDn, type Pbx } from '../pbx';
import type { ClientChange, ClientFacts, ClientRegistry } from './pbx-port';

const SECRET_BYTES = 24;

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

const toFacts = ({ id, role, callControl, xapi, watched, lastUsedAt }: ApiClient): ClientFacts => ({
  ...{ id, role, callControl, xapi, watched, lastUsedAt },
});

const apply = (client: ApiClient, { watched, ...plain }: ClientChange): void => {
  Object.assign(client, plain);
  if (watched !== undefined) client.watched = [...watched];
};

/** The route point that a client owns, with the PBX's own device. */
const routePointOf = (id: string): ReturnType<typeof aDn> =>
  aDn('routePoint', id, {
    name: `API client ${id}`,
    devices: [{ id: `sip:${id}@127.0.0.1:5488`, userAgent: '3CX', directControl: true }],
  });

/** API clients as XAPI changes them: each has a route point, and loses its token with its secret. */
export const clientRegistry = (pbx: Pbx, clients: Clients, tokens: Tokens): ClientRegistry => {
  const existing = (id: string): ApiClient => {
    const client = clients.get(id);
    if (client === undefined) throw new Error(`there is no API client ${id}`);
    return client;
  };
  return {
    clients: () => clients.all().map(toFacts),
    addClient: (id, change) => {
      const blank = { callControl: false, xapi: false, watched: [], lastUsedAt: undefined };
      const client: ApiClient = { id, secret: newSecret(), role: 'users', ...blank };
      apply(client, change);
      clients.add(client);
      pbx.directory.add(routePointOf(id));
    },
    changeClient: (id, change) => apply(existing(id), change),
    removeClient: (id) => {
      tokens.revoke(id);
      clients.remove(id);
      pbx.directory.remove(id);
    },
    renewSecret: (id) => {
      const client = existing(id);
      client.secret = newSecret();
      tokens.revoke(id);
      return client.secret;
    },
  };
};
