import { ODataError } from '../odata';

/** Roles of an API client, weakest first. */
export const ROLES = [
  'users',
  'receptionists',
  'group_admins',
  'managers',
  'group_owners',
  'system_admins',
  'system_owners',
] as const;
export type Role = (typeof ROLES)[number];

const OWNER_ONLY = new Set([
  'ReportCallLogData',
  'CallHistoryView',
  'ChatHistoryView',
  'Recordings',
  'ScheduledReports',
]);

/** What every role may read. */
const FOR_EVERYONE = new Set(['Defs']);

/** The weakest role that may use an entity set. Sets that no source names need System Admin (assumed). */
export const neededRole = (set: string): Role => {
  if (FOR_EVERYONE.has(set)) return 'users';
  return OWNER_ONLY.has(set) ? 'system_owners' : 'system_admins';
};

const rank = (role: string): number => ROLES.findIndex((known) => known === role);

/** Throws ODataError 403 when the role does not reach. Unknown roles reach nothing. */
export const requireRole = (role: string, set: string): void => {
  if (rank(role) >= rank(neededRole(set))) return;
  throw new ODataError(403, `Access to '${set}' needs the role '${neededRole(set)}'.`, 'Forbidden');
};
