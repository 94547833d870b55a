import type { Row } from '../../odata';
import { isoTime, rowById, type Resource, type XapiContext } from '../context';
import { findDn, groupsOfDn } from '../dn-rows';
import { requireGroups } from '../memberships';
import { peerRow } from '../peer-rows';
import type { ClientChange, ClientFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

const principalRow = (context: XapiContext, client: ClientFacts): Row => {
  const { dns } = context.state;
  const route = findDn(context, client.id);
  const groups = route === undefined ? [] : groupsOfDn(context, route);
  return {
    TranscriptionMode: 'Inherit',
    MyPhoneEnabled: false,
    IsSystem: false,
    ...dns.propertiesOf(client.id),
    Id: dns.idOf(client.id),
    Number: client.id,
    CallControlEnabled: client.callControl,
    XAPIEnabled: client.xapi,
    LastUsed: isoTime(client.lastUsedAt),
    Groups: groups.map((group) => ({
      ...group,
      Rights: { ...(group['Rights'] as Row), RoleName: client.role },
    })),
    Peers: client.watched.flatMap((number) => {
      const dn = findDn(context, number);
      return dn === undefined ? [] : [peerRow(context, dn)];
    }),
  };
};

const principalRows = (context: XapiContext): Row[] => {
  context.state.dns.meet(context.pbx.dns());
  return context.pbx.clients().map((client) => principalRow(context, client));
};

/** Numbers of the DNs that a client may watch; each of them has to exist. */
const watchedOf = (context: XapiContext, value: unknown): string[] =>
  (value as readonly Row[]).map((peer, index) => {
    const byId = context.pbx.dns().find((dn) => context.state.dns.idOf(dn.number) === peer['Id']);
    const number = typeof peer['Number'] === 'string' ? peer['Number'] : byId?.number;
    if (number === undefined || findDn(context, number) === undefined) {
      throw fault(`Peers/${index}/Number`, WARNINGS.extensionMissing);
    }
    return number;
  });

const roleOf = (value: unknown): string | undefined => {
  const [first] = (value as readonly Row[] | undefined) ?? [];
  const role = (first?.['Rights'] as Row | null | undefined)?.['RoleName'];
  return typeof role === 'string' ? role : undefined;
};

const toChange = (context: XapiContext, patch: Row): ClientChange => {
  const { CallControlEnabled: callControl, XAPIEnabled: xapi } = patch;
  const role = roleOf(patch['Groups']);
  requireGroups(context, patch['Groups']);
  return {
    ...(typeof callControl === 'boolean' ? { callControl } : {}),
    ...(typeof xapi === 'boolean' ? { xapi } : {}),
    ...(Array.isArray(patch['Peers']) ? { watched: watchedOf(context, patch['Peers']) } : {}),
    ...(role === undefined ? {} : { role }),
  };
};

const kept = (patch: Row): Row => {
  const { MyPhoneEnabled, Groups, TranscriptionMode } = patch;
  return Object.fromEntries(
    Object.entries({ MyPhoneEnabled, Groups, TranscriptionMode }).filter(
      ([, value]) => value !== undefined,
    ),
  );
};

/** Client ids are usually digits; a lower-case name is accepted too. */
const ID_PATTERN = /^[a-z0-9]{1,30}$/;

const create = (context: XapiContext, body: Row): Row => {
  const id = body['Number'];
  if (typeof id !== 'string') throw fault('Number', WARNINGS.required);
  if (!ID_PATTERN.test(id)) throw fault('Number', WARNINGS.invalid);
  const taken = context.pbx.clients().some((client) => client.id === id);
  if (taken || findDn(context, id) !== undefined) throw fault('Number', WARNINGS.alreadyInUse);
  context.pbx.addClient(id, toChange(context, body));
  context.state.dns.change(id, kept(body));
  return rowById(principalRows(context), context.state.dns.idOf(id));
};

/** API clients. Each is owner of a route point; its secret is told once, when it is made. */
export const servicePrincipals: Resource = {
  name: 'ServicePrincipals',
  type: 'ServicePrincipal',
  list: principalRows,
  create,
  update: (context, current, patch) => {
    const id = String(current['Number']);
    const wanted = patch['Number'];
    if (wanted !== undefined && wanted !== id) throw fault('Number', WARNINGS.forbiddenChange);
    context.pbx.changeClient(id, toChange(context, patch));
    context.state.dns.change(id, kept(patch));
  },
  remove: ({ pbx, state }, current) => {
    pbx.removeClient(String(current['Number']));
    state.dns.forget(String(current['Number']));
  },
  entityActions: {
    GenerateAppToken: {
      gives: 'string',
      parameters: {},
      run: (context, _args, id) => {
        const client = rowById(principalRows(context), id);
        return { kind: 'value', value: context.pbx.renewSecret(String(client['Number'])) };
      },
    },
  },
};
