import { notFound, type Row } from '../../odata';
import {
  isoTime,
  NOTHING,
  rowById,
  type Resource,
  type XapiAction,
  type XapiContext,
} from '../context';
import { findDn, NO_DESTINATION, PEER_TYPES } from '../dn-rows';
import { defaultGroup, DEFAULT_RIGHTS, membershipsOf } from '../memberships';
import type { DnFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

const ROUTE: Row = { IsPromptEnabled: false, Prompt: '', Route: NO_DESTINATION };

const DEFAULTS: Row = {
  IsDefault: false,
  AllowCallService: true,
  AnswerAfter: 0,
  CallHandlingMode: [],
  CurrentGroupHours: 'Default',
  CustomOperator: NO_DESTINATION,
  CustomPrompt: '',
  DisableCustomPrompt: true,
  GloballyVisible: false,
  Language: 'EN',
  LastLoginTime: null,
  MusicOnHold: '',
  OfficeHolidays: [],
  OverrideExpiresAt: null,
  OverrideHolidays: false,
  PromptSet: '',
  TimeZoneId: '1',
  Props: { StartupLicense: 'Pro' },
  Hours: { Type: 'OfficeHours', IgnoreHolidays: false, Periods: [] },
  BreakTime: { Type: 'Never', IgnoreHolidays: false, Periods: [] },
  OfficeRoute: ROUTE,
  BreakRoute: ROUTE,
  HolidaysRoute: ROUTE,
  OutOfOfficeRoute: ROUTE,
  TranscriptionMode: 'Inherit',
  CallUsEnablePhone: true,
  CallUsEnableChat: true,
  CallUsEnableVideo: false,
  CallUsRequirement: 'Both',
};

const ROLE_NAMES = [
  'users',
  'receptionists',
  'group_admins',
  'managers',
  'group_owners',
  'system_admins',
  'system_owners',
];

const memberRow = (context: XapiContext, group: Row, dn: DnFacts, rights: Row): Row => ({
  Id: context.state.dns.idOf(dn.number),
  GroupId: group['Id'],
  Name: group['Name'],
  Number: dn.number,
  MemberName: dn.name,
  Type: PEER_TYPES[dn.kind],
  CanDelete: group['IsDefault'] !== true,
  Tags: [],
  TranscriptionMode: 'Inherit',
  Rights: rights,
  GroupRights: DEFAULT_RIGHTS,
});

const membersOf = (context: XapiContext, group: Row): Row[] =>
  context.pbx.dns().flatMap((dn) => {
    const membership = membershipsOf(context, dn.number).find(
      ({ groupId }) => groupId === group['Id'],
    );
    return membership === undefined ? [] : [memberRow(context, group, dn, membership.rights)];
  });

const groupRows = (context: XapiContext): Row[] => {
  context.state.dns.meet(context.pbx.dns());
  defaultGroup(context);
  return context.state.groups.all().map((stored) => {
    const members = membersOf(context, stored);
    return {
      ...DEFAULTS,
      ClickToCallId: `group${String(stored['Id'])}`,
      Rights: ROLE_NAMES.map((RoleName) => ({ ...DEFAULT_RIGHTS, RoleName })),
      ...stored,
      Groups: [],
      Members: members,
      HasMembers: members.length > 0,
      LastLoginTime: isoTime(undefined),
    };
  });
};

const numberOf = (context: XapiContext, member: Row, index: number): string => {
  const byId = context.pbx.dns().find((dn) => context.state.dns.idOf(dn.number) === member['Id']);
  const number = typeof member['Number'] === 'string' ? member['Number'] : byId?.number;
  if (number === undefined || findDn(context, number) === undefined) {
    throw fault(`Members/${index}/Number`, WARNINGS.extensionMissing);
  }
  return number;
};

/** Makes exactly these DNs members; who is left without a group falls back to the default one. */
const setMembers = (context: XapiContext, groupId: number, members: unknown): void => {
  if (!Array.isArray(members)) return;
  const wanted = new Map(
    (members as readonly Row[]).map((member, index) => [
      numberOf(context, member, index),
      (member['Rights'] as Row | null | undefined) ?? {},
    ]),
  );
  for (const dn of context.pbx.dns()) {
    const others = membershipsOf(context, dn.number).filter((known) => known.groupId !== groupId);
    const wasMember = others.length !== membershipsOf(context, dn.number).length;
    const rights = wanted.get(dn.number);
    if (rights === undefined && !wasMember) continue;
    const kept = others.map((known) => ({ GroupId: known.groupId, Rights: known.rights }));
    const added = rights === undefined ? [] : [{ GroupId: groupId, Rights: rights }];
    context.state.dns.change(dn.number, { Groups: [...kept, ...added] });
  }
};

const check = (context: XapiContext, patch: Row, id: number | undefined): void => {
  const name = patch['Name'];
  if (name === '' || name === null) throw fault('Name', WARNINGS.empty);
  const taken = context.state.groups
    .all()
    .some((group) => group['Name'] === name && group['Id'] !== id);
  if (name !== undefined && taken) throw fault('Name', WARNINGS.alreadyInUse);
};

const storable = (patch: Row): Row => {
  const {
    Id: _id,
    Members: _members,
    HasMembers: _has,
    Groups: _groups,
    IsDefault: _default,
    ...kept
  } = patch;
  return kept;
};

const create = (context: XapiContext, body: Row): Row => {
  defaultGroup(context);
  if (body['Name'] === undefined) throw fault('Name', WARNINGS.required);
  check(context, body, undefined);
  for (const [index, member] of ((body['Members'] as readonly Row[] | undefined) ?? []).entries()) {
    numberOf(context, member, index);
  }
  const number =
    body['Number'] ?? `GRP${String(context.state.groups.all().length).padStart(4, '0')}`;
  const added = context.state.groups.add({ ...storable(body), Number: number, IsDefault: false });
  setMembers(context, Number(added['Id']), body['Members']);
  return rowById(groupRows(context), Number(added['Id']));
};

const remove = (context: XapiContext, current: Row): void => {
  if (current['IsDefault'] === true) throw fault('Id', WARNINGS.groupCannotBeDeleted);
  if (current['HasMembers'] === true) throw fault('Id', WARNINGS.groupHasMembers);
  context.state.groups.remove(Number(current['Id']));
};

const deleteBy = (parameter: 'number' | 'id', property: 'Number' | 'Id'): XapiAction => ({
  parameters: { [parameter]: parameter === 'id' ? 'int32' : 'string' },
  run: (context, args) => {
    const found = groupRows(context).find((group) => group[property] === args[parameter]);
    if (found === undefined) throw notFound(`There is no group '${String(args[parameter])}'.`);
    remove(context, found);
    return NOTHING;
  },
});

/** Departments. Their members are DNs, a DN's `Groups` and a group's `Members` say the same. */
export const groups: Resource = {
  name: 'Groups',
  type: 'Group',
  list: groupRows,
  create,
  update: (context, current, patch) => {
    const wanted = patch['Number'];
    if (wanted !== undefined && wanted !== current['Number']) {
      throw fault('Number', WARNINGS.forbiddenChange);
    }
    check(context, patch, Number(current['Id']));
    setMembers(context, Number(current['Id']), patch['Members']);
    context.state.groups.change(Number(current['Id']), storable(patch));
  },
  remove,
  actions: {
    DeleteCompanyByNumber: deleteBy('number', 'Number'),
    DeleteCompanyById: deleteBy('id', 'Id'),
  },
};
