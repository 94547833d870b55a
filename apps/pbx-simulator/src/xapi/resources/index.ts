import type { Resource } from '../context';
import { activeCalls } from './active-calls';
import { callLog } from './call-log';
import { defs } from './defs';
import { lastCdr } from './last-cdr';
import { licenseStatus } from './license';
import { queues } from './queues';
import { ringGroups } from './ring-groups';
import { systemStatusResource } from './system-status';
import { users } from './users';

const ALL: readonly Resource[] = [
  activeCalls,
  callLog,
  defs,
  lastCdr,
  licenseStatus,
  queues,
  ringGroups,
  systemStatusResource,
  users,
];

/** Everything that is modelled, by the name in the path. */
export const RESOURCES: ReadonlyMap<string, Resource> = new Map(
  ALL.map((resource) => [resource.name, resource]),
);
