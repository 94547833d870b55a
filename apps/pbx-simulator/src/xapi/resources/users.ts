import { ODataError, type Row } from '../../odata';
import {
  NOTHING,
  rowById,
  type OperationResult,
  type Resource,
  type XapiAction,
  type XapiContext,
} from '../context';
import { dnsOfKind, findDn, firstFreeNumber } from '../dn-rows';
import type { MakeCallResult } from '../pbx-port';
import {
  createUser,
  FIRST_EXTENSION,
  LAST_EXTENSION,
  removeUser,
  updateUser,
  userRows,
} from '../user-changes';
import { fault, WARNINGS } from '../warnings';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const idsOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? (value as number[]) : [];

const batchDelete: XapiAction = {
  gives: 'UserDeleteError[]',
  parameters: { ids: 'int32[]' },
  run: (context, args) => {
    const failed: Row[] = [];
    const users = new Map(userRows(context).map((row) => [row['Id'], row]));
    for (const id of idsOf(args['ids'])) {
      const user = users.get(id);
      if (user === undefined) failed.push({ ExtensionNumber: null, Error: WARNINGS.notFound });
      else removeUser(context, user);
      users.delete(id);
    }
    return { kind: 'collection', type: 'UserDeleteError', rows: failed };
  },
};

const callResult = (result: MakeCallResult): OperationResult => {
  const { leg } = result;
  const participant: Row | null =
    leg === undefined
      ? null
      : {
          Id: leg.id,
          CallId: leg.callId,
          LegId: leg.legId,
          DN: leg.dn,
          DeviceId: leg.deviceId,
          DirectControl: leg.directControl,
          Status: leg.status,
          PartyDn: leg.partyDn,
          PartyDnType: leg.partyDnType,
          PartyCallerId: leg.partyNumber,
          PartyCallerName: leg.partyName,
        };
  const row: Row = {
    FinalStatus: result.status,
    Reason: result.reason,
    ReasonText: result.reasonText,
    Result: participant,
    VttId: null,
  };
  return { kind: 'entity', type: 'CallControlResultResponse', row };
};

/** `dn` is the extension that calls; without it the first registered one does. */
const makeCall: XapiAction = {
  gives: 'CallControlResultResponse',
  parameters: { destination: 'string', dn: 'string?', contact: 'string?', testCall: 'boolean?' },
  run: (context, args) => {
    const extensions = dnsOfKind(context, 'extension');
    const dn = text(args['dn']) || extensions.find(({ registered }) => registered)?.number;
    if (dn === undefined || findDn(context, dn) === undefined)
      throw fault('dn', WARNINGS.extensionMissing);
    if (text(args['destination']) === '') throw fault('destination', WARNINGS.empty);
    const device = text(args['contact']) || undefined;
    return callResult(context.pbx.makeCall(dn, device, text(args['destination'])));
  },
};

const firstFree = (context: XapiContext): OperationResult => ({
  kind: 'entity',
  type: 'FirstAvailableNumber',
  row: { Number: firstFreeNumber(context, FIRST_EXTENSION, LAST_EXTENSION) },
});

/** Gives every listed user the same values. */
const bulkUpdate = (type: string): XapiAction => ({
  parameters: { ids: 'int32[]', user: type },
  run: (context, args) => {
    const patch = args['user'] as Row;
    const users = userRows(context);
    const found = idsOf(args['ids']).map((id) => rowById(users, id));
    for (const user of found) updateUser(context, user, patch);
    return NOTHING;
  },
});

/** How many users have each address. */
function usersByEmail(context: XapiContext): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of userRows(context)) {
    const email = text(row['EmailAddress']);
    if (email !== '') counts.set(email, (counts.get(email) ?? 0) + 1);
  }
  return counts;
}

/** Users: an extension each. Creating one makes a DN that can be called; deleting one takes it away. */
export const users: Resource = {
  name: 'Users',
  type: 'User',
  alternateKey: { property: 'Number', since: '20.0.8' },
  list: userRows,
  create: createUser,
  update: updateUser,
  remove: removeUser,
  functions: {
    GetByNumber: {
      gives: 'User',
      parameters: { number: 'text' },
      before: '20.0.8',
      run: (context, { number }) => {
        const found = userRows(context).find((row) => row['Number'] === number);
        if (found === undefined)
          throw new ODataError(404, `There is no user '${String(number)}'.`, 'NotFound');
        return { kind: 'entity', type: 'User', row: found };
      },
    },
    GetFirstAvailableExtensionNumber: {
      gives: 'FirstAvailableNumber',
      parameters: {},
      run: firstFree,
    },
    GetFirstAvailableHotdeskingNumber: {
      gives: 'FirstAvailableNumber',
      parameters: {},
      run: firstFree,
    },
    ExportExtensions: {
      gives: 'User[]',
      parameters: {},
      run: (context) => ({ kind: 'collection', type: 'User', rows: userRows(context) }),
    },
  },
  actions: {
    BatchDelete: batchDelete,
    MakeCall: makeCall,
    BulkUpdate: bulkUpdate('User'),
    MultiUserUpdate: bulkUpdate('MultiEditUserData'),
    GetDuplicatedEmails: {
      gives: 'string[]',
      parameters: { emails: 'string[]' },
      run: (context, { emails }) => {
        const known = usersByEmail(context);
        const values = (emails as readonly string[]).filter((email) => known.has(email));
        return { kind: 'values', values };
      },
    },
  },
  entityFunctions: {
    HasDuplicatedEmail: {
      gives: 'boolean',
      parameters: {},
      run: (context, _args, id) => {
        const email = text(rowById(userRows(context), id)['EmailAddress']);
        return { kind: 'value', value: (usersByEmail(context).get(email) ?? 0) > 1 };
      },
    },
  },
  entityActions: {
    SendWelcomeEmail: {
      parameters: {},
      run: (context, _args, id) => {
        rowById(userRows(context), id);
        return NOTHING;
      },
    },
  },
};
