import type { Row } from '../../odata';
import { NOTHING, rowById, type Resource, type XapiContext } from '../context';
import {
  destinationNumber,
  dnRow,
  dnsOfKind,
  firstFreeNumber,
  memberRow,
  NO_DESTINATION,
  requireFreeNumber,
  requireUsers,
} from '../dn-rows';
import { requireGroups } from '../memberships';
import type { DnChange, DnFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

const QUEUE_DEFAULTS: Row = {
  PollingStrategy: 'RingAll',
  RingTimeout: 20,
  MasterTimeout: 1_800,
  WrapUpTime: 0,
  SLATime: 0,
  MaxCallersInQueue: 0,
  PriorityQueue: false,
  AgentAvailabilityMode: false,
  Recording: 'Disabled',
  AnnouncementInterval: 0,
  AnnounceQueuePosition: false,
  AutoLogoutMissedCalls: 0,
  CallbackEnableTime: 0,
  CallbackPrefix: '',
  ComfortPrompts: [],
  EnableIntro: false,
  ForwardNoAnswer: NO_DESTINATION,
  GreetingFile: '',
  IntroFile: '',
  OnHoldFile: '',
  Managers: [],
  MaxWaitTimeSkillGroupValues: [],
  NotifyCodes: [],
  PlayFullPrompt: false,
  ResetStatisticsScheduleEnabled: false,
  TypeOfChatOwnershipType: 'TakeManually',
  VMEmailOptions: 'None',
  VMEmailList: '',
};

const ALL_AT_ONCE = new Set(['RingAll', 'SkillBasedRouting_RingAll']);

/** A queue as XAPI tells it; the agents are those the PBX polls. */
export const queueRow = (context: XapiContext, dn: DnFacts): Row => {
  const stored = dnRow(context, dn, QUEUE_DEFAULTS);
  const details = (stored['Agents'] as readonly Row[] | undefined) ?? [];
  const agents = dn.members.map((number) => ({
    SkillGroup: '1',
    ...details.find((agent) => agent['Number'] === number),
    ...memberRow(context, number),
  }));
  const ringAll = dn.ringAll ?? true;
  const strategy = stored['PollingStrategy'];
  const agrees = ALL_AT_ONCE.has(String(strategy)) === ringAll;
  return {
    ...stored,
    Name: dn.name,
    IsRegistered: dn.registered,
    RingTimeout: dn.ringSeconds ?? stored['RingTimeout'],
    PollingStrategy: agrees ? strategy : ringAll ? 'RingAll' : 'Hunt',
    Agents: agents,
  };
};

const queueRows = (context: XapiContext): Row[] =>
  dnsOfKind(context, 'queue').map((dn) => queueRow(context, dn));

const seconds = (patch: Row, name: string): number | undefined => {
  const value = patch[name];
  if (typeof value !== 'number') return undefined;
  if (value < 0 || value > 86_400) throw fault(name, WARNINGS.outOfRange);
  return value;
};

const toChange = (context: XapiContext, patch: Row): DnChange => {
  const strategy = patch['PollingStrategy'];
  const ringSeconds = seconds(patch, 'RingTimeout');
  const waitSeconds = seconds(patch, 'MasterTimeout');
  const noAnswerTo = destinationNumber(patch['ForwardNoAnswer']);
  return {
    ...(typeof patch['Name'] === 'string' ? { name: patch['Name'] } : {}),
    ...('Agents' in patch ? { members: requireUsers(context, 'Agents', patch['Agents']) } : {}),
    ...(typeof strategy === 'string' ? { ringAll: ALL_AT_ONCE.has(strategy) } : {}),
    ...(ringSeconds === undefined ? {} : { ringSeconds }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(noAnswerTo === undefined ? {} : { noAnswerTo }),
  };
};

/** What is kept beside the PBX: agents by number, so that their skill groups are found again. */
const toProperties = (context: XapiContext, patch: Row): Row => {
  const { Id: _id, Number: _number, Name: _name, ...properties } = patch;
  if (!Array.isArray(properties['Agents'])) return properties;
  const numbers = requireUsers(context, 'Agents', properties['Agents']);
  const agents = (properties['Agents'] as readonly Row[]).map((agent, index) => ({
    ...agent,
    Number: numbers[index],
  }));
  return { ...properties, Agents: agents };
};

const checkQueue = (context: XapiContext, patch: Row): void => {
  requireGroups(context, patch['Groups']);
  if (patch['Name'] === '') throw fault('Name', WARNINGS.empty);
  if ('Managers' in patch) requireUsers(context, 'Managers', patch['Managers']);
};

const createQueue = (context: XapiContext, body: Row): Row => {
  const number = requireFreeNumber(context, body['Number']);
  checkQueue(context, body);
  const change = toChange(context, {
    ...QUEUE_DEFAULTS,
    Agents: [],
    Name: `Queue ${number}`,
    ...body,
  });
  context.pbx.addDn('queue', number, change);
  context.state.dns.change(number, toProperties(context, body));
  return rowById(queueRows(context), context.state.dns.idOf(number));
};

/** Queues. Agents are polled as the PBX polls them, from the next call on. */
export const queues: Resource = {
  name: 'Queues',
  type: 'Queue',
  alternateKey: { property: 'Number' },
  list: queueRows,
  create: createQueue,
  update: (context, current, patch) => {
    const number = String(current['Number']);
    if (patch['Number'] !== undefined && patch['Number'] !== number) {
      throw fault('Number', WARNINGS.forbiddenChange);
    }
    checkQueue(context, patch);
    context.pbx.changeDn(number, toChange(context, patch));
    context.state.dns.change(number, toProperties(context, patch));
  },
  remove: ({ pbx, state }, current) => {
    pbx.removeDn(String(current['Number']));
    state.dns.forget(String(current['Number']));
  },
  functions: {
    GetFirstAvailableQueueNumber: {
      parameters: {},
      run: (context) => ({
        kind: 'entity',
        type: 'FirstAvailableNumber',
        row: { Number: firstFreeNumber(context, 800, 819) },
      }),
    },
  },
  entityActions: {
    ResetQueueStatistics: {
      parameters: {},
      run: (context, _args, id) => {
        rowById(queueRows(context), id);
        return NOTHING;
      },
    },
  },
};
