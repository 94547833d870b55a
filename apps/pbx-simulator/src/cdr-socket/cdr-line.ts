import type { Party, Section } from '../pbx';
import { CDR_FIELDS, type CdrFacts } from '../xapi';
import { type EndedCall, endsOf } from '../records/ended-calls';

const TYPES: Readonly<Record<string, string>> = {
  extension: 'Extension',
  external_line: 'Line',
  outbound_rule: 'Line',
  inbound_routing: 'Line',
  queue: 'Queue',
  ring_group_ring_all: 'RingGroup',
  ring_group_hunt: 'RingGroup',
  ivr: 'IVR',
  voicemail: 'VMail',
  script: 'RoutePoint',
};
const REASONS: Readonly<Record<string, string>> = {
  src_participant_terminated: 'TerminatedBySrc',
  dst_participant_terminated: 'TerminatedByDst',
  redirected: 'ReplacedDst',
  continued_in: 'ReplacedDst',
};

/** Words for why a call ended: those of older lines, or those of the call records. */
export const CDR_REASONS = ['lines', 'records'] as const;
export type CdrReasons = (typeof CDR_REASONS)[number];

/** How a line is written. */
export type LineSettings = Pick<CdrFacts, 'fields' | 'removesCommas'>;

const DEFAULT_LINE: LineSettings = {
  fields: CDR_FIELDS.map((name) => ({ name, length: 0 })),
  removesCommas: false,
};

/**
 * The line of a finished call, by default all 27 fields in their order (3cx/database.md section 6).
 * Commas inside names break the line, as they do on the PBX, unless they are to be removed.
 */
export function cdrLine(
  call: EndedCall,
  settings: LineSettings = DEFAULT_LINE,
  reasons: CdrReasons = 'lines',
): string {
  const values = valuesOf(call, reasons);
  if (values.length === 0) return '';
  const byName = new Map<string, string>(CDR_FIELDS.map((name, at) => [name, values[at] ?? '']));
  const shown = settings.fields.map(({ name, length }) => {
    const whole = byName.get(name) ?? '';
    const value = settings.removesCommas ? whole.replaceAll(',', '') : whole;
    return length > 0 ? value.slice(0, length) : value;
  });
  return shown.join(',');
}

/** The values of a call in the order of `CDR_FIELDS`. */
function valuesOf(call: EndedCall, reasons: CdrReasons): string[] {
  const ends = endsOf(call);
  if (!ends) return [];
  const { first, dialled, final } = ends;
  const { truth, sections } = call;
  const from = first.source;
  const answeredAt = truth.answeredAt === null ? null : Date.parse(truth.answeredAt);
  const endedAt = Date.parse(truth.endedAt ?? truth.startedAt);
  const missed = sections.filter(isMissedByAgent).map(({ destination }) => destination.dn);
  return [
    `Call ${truth.callId}`,
    `${callKey(Date.parse(truth.startedAt))}_${truth.callId}`,
    answeredAt === null ? '' : clock(endedAt - answeredAt),
    time(Date.parse(truth.startedAt)),
    answeredAt === null ? '' : time(answeredAt),
    time(endedAt),
    reasonOf(lastToEnd(final, sections), reasons),
    ...[numberOf(from), numberOf(dialled.destination), from.dn, dialled.destination.dn],
    truth.did ?? truth.to,
    final === dialled ? '' : 'ReplacedDst',
    ...[numberOf(final.destination), final.destination.dn],
    ...['', '', '', ''],
    chain(from, sections),
    ...[from, dialled.destination, final.destination].map(({ entity }) => TYPES[entity] ?? ''),
    ...[from, dialled.destination, final.destination].map(({ name }) => name),
    missed.join(';'),
  ];
}

function reasonOf({ terminationReason }: Section, reasons: CdrReasons): string {
  return reasons === 'records' ? terminationReason : (REASONS[terminationReason] ?? 'Failed');
}

/** Whose end was the end of the call: agents who were rung last may have been let go long before. */
const lastToEnd = (final: Section, sections: readonly Section[]): Section =>
  sections.reduce((late, one) => ((one.endedAt ?? 0) > (late.endedAt ?? 0) ? one : late), final);

const isMissedByAgent = ({ how, destination, answeredAt }: Section) =>
  how.forward === 'polling' && destination.entity === 'extension' && answeredAt === null;

const isOutside = ({ entity }: Party) => TYPES[entity] === 'Line';
const numberOf = (party: Party) => (isOutside(party) ? party.number : `Ext.${party.dn}`);

function chain(from: Party, sections: readonly Section[]): string {
  const parties = [from, ...sections.map(({ destination }) => destination)];
  const numbers = parties.filter(({ entity }) => entity !== 'inbound_routing').map(numberOf);
  return `Chain: ${[...new Set(numbers)].map((number) => `${number};`).join('')}`;
}

/** `yyyy/MM/dd HH:mm:ss`, UTC. */
const time = (atMs: number) =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');

function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** The samples' hexadecimal part is a time in milliseconds, its lowest byte first. */
function callKey(atMs: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(atMs));
  return bytes.toString('hex');
}

/** The name of a call's own file: `cdr-yyMMddHHmmss.<call>.log`, when it began, UTC. */
export function cdrFileName(startedAtMs: number, callId: number): string {
  const digits = new Date(startedAtMs).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return `cdr-${digits}.${callId}.log`;
}
