import { EdmModel, type StructSource } from '../odata';
import { enums } from './types/enums';
import { groupTypes } from './types/group-types';
import { reportTypes } from './types/report-types';
import { sharedTypes } from './types/shared-types';
import { systemTypes } from './types/system-types';
import { trunkTypes } from './types/trunk-types';
import { userTypes } from './types/user-types';
import { isAtLeast } from './version';

export const NEWEST_VERSION = '20.0.10';

const STRUCTS: Readonly<Record<string, StructSource>> = {
  ...sharedTypes,
  ...userTypes,
  ...groupTypes,
  ...trunkTypes,
  ...reportTypes,
  ...systemTypes,
};

/** Properties that came with an update. Which queue fields "many announcement fields" of 20.0.10 are is assumed. */
const INTRODUCED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '20.0.6': {
    CallLogData: 'CdrId CallHistoryId MainCallHistoryId CallType Direction Status',
    CallControlResultResponse: 'VttId',
  },
  '20.0.8': {
    ServicePrincipal: 'MyPhoneEnabled',
    SystemStatus: 'RemoteStorageStatus',
    Recording:
      'CanBeTranscribed IsTranscribed Transcription TranscriptionResult Summary SentimentScore',
  },
  '20.0.9': {
    User: 'AIAgent AgentSettings',
    ServicePrincipal: 'IsSystem',
    SystemStatus: 'UserExtensions MaxUserExtensions',
    Queue: 'VMEmailList VMEmailOptions',
    RingGroup: 'VMEmailList VMEmailOptions',
  },
  '20.0.10': {
    User: 'ForbidRecording',
    CallLogData: 'Recordings',
    Queue: `
      AnnounceEstimatedWaitTime AnnounceEstimatedWaitTimeInterval ComfortPrompts ComfortPromptsEnabled
      ComfortPromptsInterval DestinationNoAnswerPrompt MaxWaitStrategyEnabled
      MaxWaitTimeSkillGroupValues StopBackgroundWhenPrompt CallbackOfferOnly CallbackOfferPrompt
      SkillBasedRingAllCumulativePollingEnabled
    `,
  },
};

/** Properties that an update took away. */
const REMOVED: Readonly<Record<string, Readonly<Record<string, StructSource>>>> = {
  '20.0.6': { Queue: { 'Route?': 'OfficeRoute' }, RingGroup: { 'Route?': 'OfficeRoute' } },
};

const without = (source: StructSource, names: ReadonlySet<string>): StructSource =>
  Object.fromEntries(
    Object.entries(source).flatMap(([types, listed]) => {
      if (types === 'base' || types === 'key' || listed === undefined) return [[types, listed]];
      const kept = listed
        .trim()
        .split(/\s+/)
        .filter((name) => !names.has(name));
      return kept.length === 0 ? [] : [[types, kept.join(' ')]];
    }),
  );

const structsOf = (version: string): Record<string, StructSource> => {
  const structs: Record<string, StructSource> = { ...STRUCTS };
  for (const [since, changes] of Object.entries(INTRODUCED)) {
    if (isAtLeast(version, since)) continue;
    for (const [name, names] of Object.entries(changes)) {
      structs[name] = without(structs[name] ?? {}, new Set(names.trim().split(/\s+/)));
    }
  }
  for (const [since, changes] of Object.entries(REMOVED)) {
    if (isAtLeast(version, since)) continue;
    for (const [name, added] of Object.entries(changes)) {
      structs[name] = { ...structs[name], ...added };
    }
  }
  return structs;
};

const built = new Map<string, EdmModel>();

/** The types as a PBX of this version has them. */
export const modelFor = (version: string): EdmModel => {
  const known = built.get(version);
  if (known !== undefined) return known;
  const model = new EdmModel('Pbx', structsOf(version), enums);
  built.set(version, model);
  return model;
};
