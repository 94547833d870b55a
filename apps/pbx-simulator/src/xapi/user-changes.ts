import { ODataError, type Row } from '../odata';
import type { XapiContext } from './context';
import { dnRow, dnsOfKind, findDn, firstFreeNumber, requireFreeNumber } from './dn-rows';
import { requireGroups } from './memberships';
import type { DnChange, DnFacts } from './pbx-port';
import { forwardingChange, mergeProfiles } from './user-forwarding';
import { defaultProfiles, PROFILE_NAMES, phonesOf, USER_DEFAULTS } from './user-defaults';
import { fault, WARNINGS } from './warnings';

/** Where extensions are looked for when none is given. */
export const FIRST_EXTENSION = 100;
export const LAST_EXTENSION = 799;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const splitName = (name: string): Row => {
  const [first = '', ...rest] = name.split(' ');
  return { FirstName: first, LastName: rest.join(' ') };
};

const displayName = (row: Row): string =>
  `${text(row['FirstName'])} ${text(row['LastName'])}`.trim();

/** A user as XAPI tells it. */
export const userRow = (context: XapiContext, dn: DnFacts): Row => {
  const idOf = (key: string): number => context.state.partId(key);
  const row = dnRow(context, dn, {
    ...USER_DEFAULTS,
    ...splitName(dn.name),
    EmailAddress: dn.email ?? '',
    ForwardingProfiles: defaultProfiles(dn.number, idOf),
    Phones: phonesOf(dn, idOf),
    AuthID: `auth${dn.number}`,
    SIPID: '',
    WebMeetingFriendlyName: `user${dn.number}`,
  });
  const groups = row['Groups'] as readonly Row[];
  return {
    ...row,
    DisplayName: displayName(row),
    IsRegistered: dn.registered,
    CurrentProfileName: dn.profile ?? row['CurrentProfileName'],
    QueueStatus: dn.signedIn ? 'LoggedIn' : 'LoggedOut',
    PrimaryGroupId: groups[0]?.['GroupId'] ?? null,
    AuthPassword: null,
    DeskphonePassword: null,
    AccessPassword: null,
  };
};

export const userRows = (context: XapiContext): Row[] =>
  dnsOfKind(context, 'extension').map((dn) => userRow(context, dn));

/** A user who may not be recorded is not, whatever else is set. */
const recordingChange = (row: Row, patch: Row): DnChange => {
  const switches = ['RecordCalls', 'RecordExternalCallsOnly', 'ForbidRecording'];
  if (!switches.some((name) => name in patch)) return {};
  const isRecorded = row['RecordCalls'] === true && row['ForbidRecording'] !== true;
  if (!isRecorded) return { recording: 'off' };
  return { recording: row['RecordExternalCallsOnly'] === true ? 'external' : 'all' };
};

/** What of a user the PBX itself acts on. */
const toChange = (row: Row, patch: Row): DnChange => {
  return {
    ...('FirstName' in patch || 'LastName' in patch ? { name: displayName(row) } : {}),
    ...('EmailAddress' in patch ? { email: text(patch['EmailAddress']) } : {}),
    ...(typeof patch['Enabled'] === 'boolean' ? { enabled: patch['Enabled'] } : {}),
    ...(typeof patch['QueueStatus'] === 'string'
      ? { signedIn: patch['QueueStatus'] === 'LoggedIn' }
      : {}),
    ...recordingChange(row, patch),
    ...('CurrentProfileName' in patch ? { profile: text(patch['CurrentProfileName']) } : {}),
    ...forwardingChange(row, patch),
  };
};

const checkUser = (context: XapiContext, row: Row, patch: Row): void => {
  requireGroups(context, patch['Groups']);
  const profile = patch['CurrentProfileName'];
  const profiles = (row['ForwardingProfiles'] as readonly Row[] | undefined) ?? [];
  const names = [...PROFILE_NAMES, ...profiles.map((known) => known['Name'])];
  if (profile !== undefined && !names.includes(profile)) {
    throw fault('CurrentProfileName', WARNINGS.notFound);
  }
  const email = text(patch['EmailAddress']);
  if (email !== '' && !/^[^@\s]+@[^@\s]+$/.test(email))
    throw fault('EmailAddress', WARNINGS.invalid);
};

/** Phones that a client sets stand for those the devices suggest; each keeps or gets a number. */
const withPhoneIds = (context: XapiContext, number: string, patch: Row): Row => {
  if (!Array.isArray(patch['Phones'])) return patch;
  const phones = (patch['Phones'] as readonly Row[]).map((phone, index) => {
    const known = typeof phone['Id'] === 'number' && phone['Id'] > 0;
    const key = `phone/${number}/${text(phone['MacAddress']) || String(index)}`;
    return known ? phone : { ...phone, Id: context.state.partId(key) };
  });
  return { ...patch, Phones: phones };
};

/** Makes the extension, then keeps what the PBX itself does not act on. */
export const createUser = (context: XapiContext, body: Row): Row => {
  const given = body['Number'];
  const missing = given === undefined || given === null;
  const number = requireFreeNumber(
    context,
    missing ? firstFreeNumber(context, FIRST_EXTENSION, LAST_EXTENSION) : given,
  );
  checkUser(context, USER_DEFAULTS, body);
  context.pbx.addDn('extension', number, {
    ...toChange({ ...USER_DEFAULTS, ...body }, { FirstName: '', ...body }),
  });
  const fresh = userRow(context, requireDn(context, number));
  const full = withPhoneIds(context, number, mergeProfiles(fresh, body));
  const { Id: _id, Number: _number, ...properties } = full;
  context.state.dns.change(number, properties);
  return userRow(context, requireDn(context, number));
};

const requireDn = (context: XapiContext, number: string): DnFacts => {
  const found = findDn(context, number);
  if (found === undefined) throw new ODataError(500, `The PBX does not show '${number}'.`);
  return found;
};

/** Generated clients send null for what they do not set; a user always has a profile. */
const withoutNullProfile = ({ CurrentProfileName: profile, ...rest }: Row): Row =>
  profile === null || profile === undefined ? rest : { ...rest, CurrentProfileName: profile };

/** Changes the extension and what is kept beside it. Refuses another number. */
export const updateUser = (context: XapiContext, current: Row, given: Row): void => {
  const patch = withoutNullProfile(given);
  const number = text(current['Number']);
  if (patch['Number'] !== undefined && patch['Number'] !== number) {
    throw fault('Number', WARNINGS.forbiddenChange);
  }
  checkUser(context, current, patch);
  const full = withPhoneIds(context, number, mergeProfiles(current, patch));
  const { Id: _id, Number: _number, ...properties } = full;
  context.state.dns.change(number, properties);
  context.pbx.changeDn(number, toChange({ ...current, ...properties }, patch));
};

/** Takes the extension away, and everything kept of it. */
export const removeUser = (context: XapiContext, current: Row): void => {
  const number = text(current['Number']);
  context.pbx.removeDn(number);
  context.state.dns.forget(number);
};
