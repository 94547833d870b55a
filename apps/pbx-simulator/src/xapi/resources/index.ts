import type { Resource } from '../context';
import { activeCalls } from './active-calls';
import { callHistoryView } from './call-history-view';
import { callLog } from './call-log';
import { callParkingSettings } from './call-parking-settings';
import { cdrSettings } from './cdr-settings';
import { contacts } from './contacts';
import { defs } from './defs';
import { eventLogs } from './event-logs';
import { fax } from './fax';
import { groups } from './groups';
import { lastCdr } from './last-cdr';
import { licenseStatus } from './license';
import { parameters } from './parameters';
import { parkings } from './parkings';
import { peers } from './peers';
import { queues } from './queues';
import { receptionists } from './receptionists';
import { recordings } from './recordings';
import { ringGroups } from './ring-groups';
import { inboundRules, outboundRules } from './rules';
import { servicePrincipals } from './service-principals';
import { sipDevices } from './sip-devices';
import { systemStatusResource } from './system-status';
import { didNumbers, trunks } from './trunks';
import { users } from './users';

const ALL: readonly Resource[] = [
  activeCalls,
  callHistoryView,
  callLog,
  callParkingSettings,
  cdrSettings,
  contacts,
  defs,
  didNumbers,
  eventLogs,
  fax,
  groups,
  inboundRules,
  lastCdr,
  licenseStatus,
  outboundRules,
  parameters,
  parkings,
  peers,
  queues,
  receptionists,
  recordings,
  ringGroups,
  servicePrincipals,
  sipDevices,
  systemStatusResource,
  trunks,
  users,
];

/** Everything that is modelled, by the name in the path. */
export const RESOURCES: ReadonlyMap<string, Resource> = new Map(
  ALL.map((resource) => [resource.name, resource]),
);
