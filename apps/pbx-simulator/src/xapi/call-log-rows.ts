import { formatDuration, type Row } from '../odata';
import { isoTime } from './context';
import type { SectionFacts, SectionParty } from './pbx-port';

export const DIRECTIONS = ['Inbound', 'Outbound', 'Internal'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * DnType numbers of reports. Only third parties publish them: 0 extension, 1 external line,
 * 2 ring group, 5 voicemail, 6 IVR, 7 queue, 13 inbound routing. Others are answered as null.
 */
const DN_TYPES: Readonly<Record<string, number>> = {
  extension: 0,
  external_line: 1,
  outbound_rule: 1,
  ring_group_ring_all: 2,
  ring_group_hunt: 2,
  paging_group: 2,
  voicemail: 5,
  vmail_console: 5,
  ivr: 6,
  script: 6,
  queue: 7,
  inbound_routing: 13,
};

const CALL_TYPES: Readonly<Record<string, string>> = {
  extension: 'Extension',
  queue: 'Queue',
  external_line: 'External',
  outbound_rule: 'External',
};

/** The report's number for an entity of the call records; null where no source gives one. */
export const dnTypeOf = (entity: string): number | null => DN_TYPES[entity] ?? null;

const EXTERNAL = new Set(['external_line', 'outbound_rule']);

/** Direction of a flow, told by its first section: who started it, and whom it was meant for. */
export const directionOf = (first: SectionFacts): Direction => {
  if (first.source.entity === 'external_line') return 'Inbound';
  return EXTERNAL.has(first.destination.entity) ? 'Outbound' : 'Internal';
};

/** A flow in the queue or answered by it alone is waiting; only what was picked up counts as answered. */
const statusOf = (section: SectionFacts): string => {
  if (section.destination.entity === 'queue') return 'Waiting';
  return section.answeredAt === undefined ? 'Unanswered' : 'Answered';
};

const reasonOf = (section: SectionFacts): string => {
  const { terminationReason, terminationDetails, terminatedBy, source, destination } = section;
  const detailed = terminationDetails !== undefined && !['', 'none'].includes(terminationDetails);
  if (detailed) return `${terminationReason}: ${terminationDetails}`;
  if (terminationReason === 'src_participant_terminated')
    return `Terminated by ${source.name || source.number || source.dn}`;
  if (
    terminationReason === 'dst_participant_terminated' &&
    terminatedBy === destination.participantId
  ) {
    return `Terminated by ${destination.name || destination.number || destination.dn}`;
  }
  return terminationReason;
};

const party = (prefix: 'Source' | 'Destination', end: SectionParty): Row => ({
  [`${prefix}Dn`]: end.dn,
  [`${prefix}CallerId`]: end.number,
  [`${prefix}DisplayName`]: end.name || end.dnName,
  [`${prefix}Type`]: dnTypeOf(end.entity),
});

/** Where the flow went from here: the section that took it over. */
const action = (next: SectionFacts | undefined): Row =>
  next === undefined
    ? { ActionType: 0 }
    : {
        ActionType: 1,
        ActionDnType: dnTypeOf(next.destination.entity),
        actionDnDn: next.destination.dn,
        ActionDnCallerId: next.destination.number,
        ActionDnDisplayName: next.destination.name || next.destination.dnName,
      };

export interface RowPlace {
  /** Running number of the row over the life of the PBX. */
  readonly segmentId: number;
  /** 0 for the first row of a flow. */
  readonly indexInFlow: number;
  readonly direction: Direction;
  readonly continuedIn: SectionFacts | undefined;
}

/** One row of the report: one section of a call, with the id it has in the call records. */
export const callLogRow = (section: SectionFacts, place: RowPlace): Row => {
  const { startedAt, answeredAt, endedAt } = section;
  return {
    CdrId: section.cdrId,
    CallHistoryId: section.callHistoryId,
    MainCallHistoryId: section.mainCallHistoryId,
    CallId: section.callId,
    SegmentId: place.segmentId,
    Indent: place.indexInFlow === 0 ? 0 : 1,
    SubrowDescNumber: place.indexInFlow,
    StartTime: isoTime(startedAt),
    Direction: place.direction,
    CallType: CALL_TYPES[section.destination.entity] ?? 'System',
    Status: statusOf(section),
    Answered: answeredAt !== undefined,
    RingingDuration: formatDuration((answeredAt ?? endedAt) - startedAt),
    TalkingDuration: formatDuration(answeredAt === undefined ? 0 : endedAt - answeredAt),
    ...party('Source', section.source),
    ...party('Destination', section.destination),
    ...action(place.continuedIn),
    Reason: reasonOf(section),
    CallCost: 0,
    QualityReport: answeredAt !== undefined,
    Recordings: [],
  };
};
