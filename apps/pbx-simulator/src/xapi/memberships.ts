import { notFound, type Row } from '../odata';
import type { XapiWorld } from './context';

/** What a member may do and be seen doing: the role `users`. */
export const DEFAULT_RIGHTS: Row = {
  RoleName: 'users',
  CanSeeGroupMembers: true,
  CanSeeGroupCalls: true,
  CanSeeGroupRecordings: false,
  CanBargeIn: false,
  CanIntercom: true,
  PerformOperations: false,
  ShowMyPresence: true,
  ShowMyPresenceOutside: false,
  ShowMyCalls: true,
  AllowToChangePresence: false,
  AllowToManageCompanyBook: false,
  AllowIVR: true,
  AllowParking: true,
  AssignClearOperations: false,
  Invalid: false,
};

export interface Membership {
  readonly groupId: number;
  readonly rights: Row;
}

/** The group every DN is in until someone moves it. */
export const defaultGroup = (context: XapiWorld): Row => {
  const { groups } = context.state;
  return groups.all().find((row) => row['IsDefault'] === true) ?? groups.add({ ...DEFAULT_GROUP });
};

const DEFAULT_GROUP: Row = {
  Number: 'GRP0000',
  Name: 'DEFAULT',
  IsDefault: true,
};

export const groupRow = (context: XapiWorld, id: number): Row => {
  const found = context.state.groups.all().find((row) => row['Id'] === id);
  return found ?? defaultGroup(context);
};

/** Which groups a DN is in, first one primary. */
export const membershipsOf = (context: XapiWorld, number: string): Membership[] => {
  const stored = context.state.dns.propertiesOf(number)['Groups'];
  const known = new Set(context.state.groups.all().map((row) => row['Id']));
  const listed = (Array.isArray(stored) ? (stored as Row[]) : []).flatMap((item): Membership[] => {
    const groupId = item['GroupId'];
    if (typeof groupId !== 'number' || !known.has(groupId)) return [];
    return [{ groupId, rights: { ...DEFAULT_RIGHTS, ...(item['Rights'] as Row | undefined) } }];
  });
  if (listed.length > 0) return listed;
  return [{ groupId: Number(defaultGroup(context)['Id']), rights: DEFAULT_RIGHTS }];
};

/** Checks the `Groups` of a body: each has to name a group that exists. */
export const requireGroups = (context: XapiWorld, value: unknown): void => {
  for (const item of Array.isArray(value) ? (value as Row[]) : []) {
    const id = item['GroupId'];
    if (typeof id === 'number' && !context.state.groups.all().some((row) => row['Id'] === id)) {
      throw notFound(`There is no group '${id}'.`);
    }
  }
};
