import type { DnType } from '@3cx-relay/contracts';
import type { CallSegment, SegmentEnd } from './call-segment';

const DN_TYPE_OF_ENTITY: Readonly<Record<string, DnType>> = {
  extension: 'extension',
  external_line: 'trunk',
  queue: 'queue',
  ring_group_hunt: 'ringGroup',
  ring_group_ring_all: 'ringGroup',
  paging_group: 'ringGroup',
  ivr: 'ivr',
  script: 'script',
  route_point: 'routePoint',
  voicemail: 'voicemail',
  vmail_console: 'voicemail',
  fax: 'fax',
  conference: 'conference',
};

const DN_TYPE_OF_RECORD: Readonly<Record<string, DnType>> = {
  extension: 'extension',
  specialmenu: 'voicemail',
  vmail_console: 'voicemail',
  fax: 'fax',
  conference: 'conference',
  ivr: 'ivr',
  script: 'script',
  queue: 'queue',
  group: 'ringGroup',
  paging_group: 'ringGroup',
  ring_group_hunt: 'ringGroup',
  ring_group_ring_all: 'ringGroup',
  parking_orbit: 'parking',
  shared_parking: 'parking',
  provider: 'trunk',
  bridge: 'trunk',
};

/** Our word for an end: its entity tells, else the type of its DN. */
export function dnTypeOf(entity: string | null, recordDnType: string | null): DnType {
  const byDnType = DN_TYPE_OF_RECORD[recordDnType ?? ''];
  // A conference room or parking place is an extension to the entity column.
  if (byDnType === 'conference' || byDnType === 'parking') return byDnType;
  return DN_TYPE_OF_ENTITY[entity ?? ''] ?? byDnType ?? 'unknown';
}

/** Rows to these are steps of the PBX's own routing; nobody is there. */
const ROUTING_ENTITIES = ['inbound_routing', 'outbound_rule', 'endcall'];

export function isRouting(end: SegmentEnd): boolean {
  return ROUTING_ENTITIES.includes(end.entity);
}

export function isExternal(end: SegmentEnd): boolean {
  return end.dnType === 'trunk';
}

/** Whether an answer at this end is one of a person: an extension, the far side, a program. */
export function isPerson(end: SegmentEnd): boolean {
  return end.dnType === 'extension' || end.dnType === 'routePoint' || isExternal(end);
}

/** Where callers wait or choose: giving up here is abandoning. */
export function isWaitingPlace(end: SegmentEnd): boolean {
  return end.dnType === 'queue' || end.dnType === 'ivr' || end.dnType === 'script';
}

/** Whether the section ended because the call went on elsewhere. */
export function isPassedOn(segment: CallSegment): boolean {
  return segment.terminationReason === 'redirected' || segment.terminationReason === 'continued_in';
}

/** Parallel targets that lost, and polling waves that were called off. */
export function isCalledOff(segment: CallSegment): boolean {
  return segment.terminationReason === 'cancelled';
}
