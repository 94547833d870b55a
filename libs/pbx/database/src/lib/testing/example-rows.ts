import { createHash } from 'node:crypto';

/** Rows of `cdroutput`, as the examples of the documentation have them. */
export type CdrRow = Readonly<Record<string, unknown>>;

/** An id of the PBX's layout for a row, flow or participant, by a short name. */
export const id = (name: string) =>
  `00000000-01dc-9a69-1dbe-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;

const CALLER = {
  source_participant_id: id('caller'),
  source_entity_type: 'external_line',
  source_dn_number: '10001',
  source_dn_type: 'provider',
  source_participant_name: 'Müller, Anna:',
  source_participant_phone_number: '+4915112345678',
  source_participant_trunk_did: '+442071234560',
};

export function destination(entity: string, dn: string, type: string = entity): CdrRow {
  return {
    destination_participant_id: id(`p${dn}`),
    destination_entity_type: entity,
    destination_dn_number: dn,
    destination_dn_type: type,
    destination_participant_phone_number: dn,
  };
}

export interface Section {
  readonly key: string;
  readonly to: CdrRow;
  readonly how: string;
  readonly forward?: string;
  readonly base?: string;
  readonly from?: string;
  readonly next?: string;
  readonly ends: string;
  readonly details?: string | null;
  readonly start: string;
  readonly answer?: string;
  readonly end: string;
}

const timeOf = (time: string) => `2026-02-10T${time}Z`;

/** A row of a flow from outside. */
export function inboundRow(flow: string, section: Section): CdrRow {
  return { ...row(flow, section), ...CALLER, ...section.to };
}

/** A row of a flow that an extension started. */
function internalRow(flow: string, from: string, section: Section): CdrRow {
  return {
    ...row(flow, section),
    source_participant_id: id(`p${from}`),
    source_entity_type: 'extension',
    source_dn_number: from,
    source_dn_type: 'extension',
    source_participant_phone_number: from,
    ...section.to,
  };
}

function row(flow: string, section: Section): CdrRow {
  const at = (key: string | undefined) => (key === undefined ? null : id(`${flow}${key}`));
  return {
    cdr_id: id(`${flow}${section.key}`),
    call_history_id: id(flow),
    main_call_history_id: id(flow),
    base_cdr_id: at(section.base),
    originating_cdr_id: at(section.from),
    continued_in_cdr_id: at(section.next),
    creation_method: section.how,
    creation_forward_reason: section.forward ?? 'none',
    termination_reason: section.ends,
    termination_reason_details: section.details ?? null,
    cdr_started_at: timeOf(section.start),
    cdr_answered_at: section.answer === undefined ? null : timeOf(section.answer),
    cdr_ended_at: timeOf(section.end),
  };
}

const DID = destination('inbound_routing', '+442071234560', 'unknown');
const BY_QUEUE = { how: 'route_to', forward: 'polling', base: 'c', from: 'c' };

const EXAMPLE_A: readonly Section[] = [
  {
    key: 'a',
    to: DID,
    how: 'call_init',
    next: 'b',
    ends: 'redirected',
    details: 'by_did',
    start: '08:41:57.554',
    end: '08:41:57.568',
  },
  {
    key: 'b',
    to: destination('script', 'ivr-main'),
    how: 'divert',
    forward: 'by_did',
    base: 'a',
    from: 'a',
    next: 'c',
    ends: 'continued_in',
    details: 'none',
    start: '08:41:57.568',
    answer: '08:41:57.604',
    end: '08:41:58.118',
  },
  {
    key: 'c',
    to: destination('queue', '800'),
    how: 'transfer',
    base: 'b',
    from: 'b',
    next: 'e',
    ends: 'continued_in',
    details: 'polling',
    start: '08:41:58.108',
    answer: '08:41:58.118',
    end: '08:42:04.608',
  },
  {
    key: 'd',
    to: destination('extension', '101'),
    ...BY_QUEUE,
    ends: 'cancelled',
    details: 'completed_elsewhere',
    start: '08:41:58.126',
    end: '08:42:04.611',
  },
  {
    key: 'e',
    to: destination('extension', '102'),
    ...BY_QUEUE,
    ends: 'src_participant_terminated',
    start: '08:41:58.127',
    answer: '08:42:04.608',
    end: '08:43:02.085',
  },
];

/** Example A to the end at the first agent: DID, script, queue, two agents, the second answers. */
export function exampleA(flow = 'A'): CdrRow[] {
  return EXAMPLE_A.map((section) => inboundRow(flow, section));
}

/** An internal call that is answered. */
export function internalAnswered(flow: string, minute = '50'): CdrRow[] {
  return [
    internalRow(flow, '100', {
      key: 'a',
      to: destination('extension', '101'),
      how: 'call_init',
      ends: 'dst_participant_terminated',
      start: `08:${minute}:00.000001`,
      answer: `08:${minute}:05.5`,
      end: `08:${minute}:30`,
    }),
  ];
}

/** A call to outside for which there is no route. */
export function outboundNoRoute(flow: string): CdrRow[] {
  return [
    internalRow(flow, '100', {
      key: 'a',
      to: destination('outbound_rule', '0049301234404', 'unknown'),
      how: 'call_init',
      ends: 'dst_participant_terminated',
      details: 'no_route',
      start: '09:00:00',
      end: '09:00:00.2',
    }),
  ];
}
