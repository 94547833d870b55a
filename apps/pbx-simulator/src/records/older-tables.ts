import type { ClientBase } from 'pg';
import type { Section } from '../pbx';
import { type EndedCall, endsOf } from './ended-calls';
import { insertRows } from './record-rows';

/**
 * Tables of V20 besides the call records, as 3cx/database.md section 5 names them. The columns of
 * `callcent_queuecalls` are those that public programs read; those of the last three are assumed.
 */
export const OLDER_TABLES = `
CREATE TABLE myphone_callhistory_v14 (
  idmpch14 int PRIMARY KEY, call_id int, calltype int, dnowner varchar, party_dn varchar,
  party_dntype int, party_name varchar, party_callerid varchar, via_role int, via_dn varchar,
  via_dntype int, via_dnname varchar, via_callerid varchar, start_time timestamptz,
  established_time timestamptz, end_time timestamptz, end_status int, end_status_hint int,
  divert_dn varchar, divert_dntype int, divert_dnname varchar, divert_callerid varchar,
  dialed_number varchar
);
CREATE TABLE callcent_queuecalls (
  idcallcent_queuecalls int PRIMARY KEY, q_num varchar, time_start timestamp, time_end timestamp,
  ts_waiting interval, ts_polling interval, ts_servicing interval, ts_locating interval,
  count_polls int, count_dialed int, count_rejected int, count_dials_timed int,
  reason_noanswercode int, reason_failcode int, reason_noanswerdesc varchar,
  reason_faildesc varchar, call_history_id varchar, q_cal varchar, from_userpart varchar,
  from_displayname varchar, to_dialednum varchar, to_dn varchar, to_dntype int, cb_num varchar,
  call_result text, deal_status int, is_visible boolean, is_agent boolean
);
CREATE TABLE s_voicemail (
  idvoicemail int PRIMARY KEY, callee varchar, caller varchar, caller_name varchar,
  wav_file varchar, duration int, created_time timestamptz, heard boolean, call_history_id varchar
);
CREATE TABLE cl_quality (
  id int PRIMARY KEY, call_history_id varchar, time timestamptz, a_number varchar,
  b_number varchar, a_mos numeric, b_mos numeric, summary int
);
CREATE TABLE audit_log (
  id int PRIMARY KEY, time_stamp timestamptz, user_name varchar, source int, ip varchar,
  action int, object_type int, object_name varchar, prev_data text, new_data text
);
`;

/** Those that calls fill; nobody changes the settings of this PBX by its own console. */
export const OLDER_NAMES = [
  'myphone_callhistory_v14',
  'callcent_queuecalls',
  's_voicemail',
  'cl_quality',
  'audit_log',
] as const;
type TableName = (typeof OLDER_NAMES)[number];
type Row = Readonly<Record<string, unknown>>;

const CALL_TYPE = { missed: 1, received: 2, outgoing: 3 } as const;
const MISSED_STATUS = 5;
const OUTSIDE_BIT = 128;
const GOOD_MOS = 4.4;
/** Who can have a history of calls, or a mailbox. */
const isPhone = ({ entity }: Section['source']) => entity === 'extension';
const isOutside = ({ entity }: Section['source']) =>
  entity === 'external_line' || entity === 'outbound_rule';

/** Fills the older tables from calls that have ended. */
export class OlderTables {
  private readonly last = new Map<TableName, number>();

  async write(client: ClientBase, calls: readonly EndedCall[]): Promise<void> {
    const rows = {
      myphone_callhistory_v14: calls.flatMap((call) => historyRows(call)),
      callcent_queuecalls: calls.flatMap((call) => queueRows(call)),
      s_voicemail: calls.flatMap((call) => voicemailRows(call)),
      cl_quality: calls.flatMap((call) => qualityRows(call)),
    };
    const keys = {
      myphone_callhistory_v14: 'idmpch14',
      callcent_queuecalls: 'idcallcent_queuecalls',
      s_voicemail: 'idvoicemail',
      cl_quality: 'id',
    } as const;
    for (const table of Object.keys(rows) as (keyof typeof rows)[]) {
      const numbered = rows[table].map((row) => ({ [keys[table]]: this.next(table), ...row }));
      await insertRows(client, table, numbered);
    }
  }

  private next(table: TableName): number {
    const id = (this.last.get(table) ?? 0) + 1;
    this.last.set(table, id);
    return id;
  }
}

const time = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());
/** For columns that have no zone: UTC. */
const bare = (atMs: number | null) => time(atMs)?.replace('Z', '') ?? null;
const span = (from: number, to: number | null) => `${Math.max(0, (to ?? from) - from)} ms`;

/** One row for each extension that called, or that rang. */
function historyRows(call: EndedCall): Row[] {
  const ends = endsOf(call);
  if (!ends) return [];
  const { source } = ends.first;
  const own = isPhone(source) ? [historyRow(call, source, ends.dialled, true)] : [];
  const rung = call.sections.filter(({ destination }) => isPhone(destination));
  return [...own, ...rung.map((one) => historyRow(call, one.destination, one, false))];
}

function historyRow(
  { truth }: EndedCall,
  owner: Section['source'],
  section: Section,
  isCaller: boolean,
): Row {
  const party = isCaller ? section.destination : section.source;
  const isAnswered = section.answeredAt !== null;
  const received = isAnswered ? CALL_TYPE.received : CALL_TYPE.missed;
  return {
    ...{ call_id: truth.callId, calltype: isCaller ? CALL_TYPE.outgoing : received },
    ...{ dnowner: owner.dn, party_dn: party.dn, party_dntype: isOutside(party) ? OUTSIDE_BIT : 0 },
    ...{ party_name: party.name, party_callerid: party.number },
    ...{ start_time: time(section.startedAt), established_time: time(section.answeredAt) },
    ...{ end_time: time(section.endedAt), end_status: isAnswered ? 0 : MISSED_STATUS },
    dialed_number: truth.did ?? truth.to,
  };
}

/** One row for each queue that the call was in. */
function queueRows({ truth, sections }: EndedCall): Row[] {
  const queues = sections.filter(({ destination }) => destination.entity === 'queue');
  return queues.map((queue) => {
    const polled = sections.filter(({ originating }) => originating === queue);
    const agent = polled.find(({ answeredAt }) => answeredAt !== null);
    const ended = (reason: string) =>
      polled.filter(({ terminationReason }) => terminationReason === reason).length;
    return {
      ...{ q_num: queue.destination.dn, call_history_id: truth.callHistoryId, q_cal: '' },
      ...{ time_start: bare(queue.startedAt), time_end: truth.endedAt?.replace('Z', '') },
      ts_waiting: span(queue.startedAt, queue.endedAt),
      ts_polling: span(polled[0]?.startedAt ?? 0, polled[0] ? queue.endedAt : 0),
      ts_servicing: agent ? span(agent.answeredAt ?? agent.startedAt, agent.endedAt) : '0 ms',
      ...{ ts_locating: '0 ms', count_polls: new Set(polled.map((one) => one.startedAt)).size },
      ...{ count_dialed: polled.length, count_rejected: ended('rejected') },
      count_dials_timed: polled.filter((one) => one.terminationDetails === 'no_answer').length,
      ...{ reason_noanswercode: 0, reason_failcode: 0, reason_noanswerdesc: '' },
      ...{ reason_faildesc: '', from_userpart: truth.from, from_displayname: queue.source.name },
      ...{ to_dialednum: truth.did ?? truth.to, to_dn: agent?.destination.dn ?? '', to_dntype: 0 },
      ...{ cb_num: '', call_result: agent ? 'ANSWERED' : '', deal_status: 0 },
      ...{ is_visible: true, is_agent: agent !== undefined },
    };
  });
}

/** A message for each mailbox that listened. */
function voicemailRows({ truth, sections }: EndedCall): Row[] {
  const taken = sections.filter(
    ({ destination, answeredAt }) => destination.entity === 'voicemail' && answeredAt !== null,
  );
  return taken.map(({ source, destination, answeredAt, endedAt }) => ({
    ...{ callee: destination.dn, caller: source.number, caller_name: source.name },
    wav_file: `vmail_${source.number}_${destination.dn}_${endedAt ?? 0}.wav`,
    ...{ duration: (endedAt ?? 0) - (answeredAt ?? 0), created_time: time(endedAt), heard: false },
    call_history_id: truth.callHistoryId,
  }));
}

/** How it sounded, in calls that somebody answered: well. */
function qualityRows(call: EndedCall): Row[] {
  const ends = endsOf(call);
  if (!ends || call.truth.answeredAt === null) return [];
  const { callHistoryId, endedAt } = call.truth;
  return [
    {
      ...{ call_history_id: callHistoryId, time: endedAt, a_number: ends.first.source.number },
      ...{ b_number: ends.final.destination.number, a_mos: GOOD_MOS, b_mos: GOOD_MOS, summary: 1 },
    },
  ];
}
