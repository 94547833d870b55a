import type { Row } from '../../odata';
import { NOTHING, rowById, type Resource, type XapiContext } from '../context';
import { boundedNumber, dnResource, withoutIdentity } from '../dn-resource';
import { destinationNumber, memberRow, NO_DESTINATION, requireUsers } from '../dn-rows';
import type { DnChange, DnFacts } from '../pbx-port';

const DAY_SECONDS = 86_400;

const DEFAULTS: Row = {
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

const ALL_AT_ONCE = new Set<unknown>(['RingAll', 'SkillBasedRouting_RingAll']);

/** The agents the PBX polls, each with what was set on it. */
const agentRows = (context: XapiContext, dn: DnFacts, stored: Row): Row[] => {
  const details = Array.isArray(stored['Agents']) ? (stored['Agents'] as readonly Row[]) : [];
  return dn.members.map((number) => ({
    SkillGroup: '1',
    ...details.find((agent) => agent['Number'] === number),
    ...memberRow(context, number),
  }));
};

const facts = (context: XapiContext, dn: DnFacts, stored: Row): Row => {
  const ringAll = dn.ringAll ?? true;
  const strategy = stored['PollingStrategy'];
  const agrees = ALL_AT_ONCE.has(strategy) === ringAll;
  return {
    RingTimeout: dn.ringSeconds ?? stored['RingTimeout'],
    PollingStrategy: agrees ? strategy : ringAll ? 'RingAll' : 'Hunt',
    Agents: agentRows(context, dn, stored),
  };
};

const change = (context: XapiContext, patch: Row): DnChange => {
  const strategy = patch['PollingStrategy'];
  const ringSeconds = boundedNumber(patch, 'RingTimeout', 1, DAY_SECONDS);
  const waitSeconds = boundedNumber(patch, 'MasterTimeout', 0, DAY_SECONDS);
  const noAnswerTo = destinationNumber(patch['ForwardNoAnswer']);
  const recording = patch['Recording'];
  return {
    ...('Agents' in patch ? { members: requireUsers(context, 'Agents', patch['Agents']) } : {}),
    ...(typeof strategy === 'string' ? { ringAll: ALL_AT_ONCE.has(strategy) } : {}),
    ...(ringSeconds === undefined ? {} : { ringSeconds }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(noAnswerTo === undefined ? {} : { noAnswerTo }),
    // Callers of ours neither opt out nor need to opt in.
    ...(typeof recording === 'string'
      ? { recording: recording === 'Disabled' ? ('off' as const) : ('all' as const) }
      : {}),
  };
};

/** Members are kept by number, so that what was set on them is found again. */
const byNumber = (context: XapiContext, field: string, patch: Row): Row => {
  if (!Array.isArray(patch[field])) return {};
  const numbers = requireUsers(context, field, patch[field]);
  const items = patch[field] as readonly Row[];
  const rows = items.map((item, index) => ({
    ...item,
    ...memberRow(context, numbers[index] ?? ''),
  }));
  return { [field]: rows };
};

/** Queues. Agents are polled as the PBX polls them, from the next call on. */
export const queues: Resource = dnResource({
  name: 'Queues',
  type: 'Queue',
  kind: 'queue',
  defaults: DEFAULTS,
  facts,
  change,
  keep: (context, patch) => ({
    ...withoutIdentity(patch),
    ...byNumber(context, 'Agents', patch),
    ...byNumber(context, 'Managers', patch),
  }),
  numbers: { from: 800, to: 819, function: 'GetFirstAvailableQueueNumber' },
  more: {
    entityActions: {
      ResetQueueStatistics: {
        parameters: {},
        run: (context, _args, id) => {
          rowById(queues.list?.(context) ?? [], id);
          return NOTHING;
        },
      },
    },
  },
});
