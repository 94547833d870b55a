import type { Party, Section } from '../pbx';
import type { EndedCall } from './ended-calls';
import { insertRows, type RecordLayout, rowsOfCalls } from './record-rows';
import { LEGACY_TABLES } from './tables';

const RINGING = 1;
const CONNECTED = 2;
/** Numbers of DN types and actions: 3cx/database.md section 5, which has them of two programs. */
const DN_TYPES: Readonly<Record<string, number>> = {
  extension: 0,
  external_line: 1,
  outbound_rule: 1,
  ring_group_ring_all: 2,
  ring_group_hunt: 2,
  queue: 2,
  voicemail: 5,
  ivr: 6,
  inbound_routing: 13,
};
const OTHER_DN_TYPE = 14;
const ACTION = { initial: 1, forward: 5, queue: 9, extension: 10 } as const;

type Row = Readonly<Record<string, unknown>>;
interface CallRows {
  readonly calls: readonly Row[];
  readonly participants: readonly Row[];
  readonly segments: readonly Row[];
  readonly partyInfo: readonly Row[];
}

/** The tables from before U6: a call, who took part, and a segment for ringing and for talking. */
export function legacyTables(): RecordLayout {
  const ids = new Ids();
  return {
    ...{ unit: 'call', ddl: LEGACY_TABLES, key: 'id' },
    tables: ['cl_segments', 'cl_calls', 'cl_participants', 'cl_party_info'],
    write: async (client, batch) => {
      const calls = batch.flatMap(({ what }) => ('sections' in what ? [what] : []));
      const byCall = new Map(calls.map((call) => [call, rowsOf(call, ids)]));
      const rows = [...byCall.values()];
      // Of a call that is written twice the segments are; the rest has one key for it.
      const segments = rowsOfCalls(batch, (call) => byCall.get(call)?.segments ?? []);
      await insertRows(
        client,
        'cl_calls',
        rows.flatMap((one) => one.calls),
      );
      await insertRows(
        client,
        'cl_participants',
        rows.flatMap((one) => one.participants),
      );
      await insertRows(
        client,
        'cl_party_info',
        rows.flatMap(({ partyInfo }) => partyInfo),
      );
      await insertRows(client, 'cl_segments', segments);
    },
  };
}

/** Each table counts on its own. */
class Ids {
  private readonly last = new Map<string, number>();

  next(table: string): number {
    const id = (this.last.get(table) ?? 0) + 1;
    this.last.set(table, id);
    return id;
  }
}

function rowsOf(call: EndedCall, ids: Ids): CallRows {
  const callId = ids.next('cl_calls');
  const sections = call.sections.filter(isShown(call));
  const parties = new Map<string, Party>();
  for (const { source, destination } of sections) {
    parties.set(source.participantId, source);
    parties.set(destination.participantId, destination);
  }
  const numbers = new Map([...parties.keys()].map((id) => [id, ids.next('cl_participants')]));
  return {
    calls: [callRow(call, callId)],
    participants: [...parties].map(([id, party]) => participantRow(numbers.get(id), party)),
    segments: sections.flatMap((section) => segmentRows(section, callId, numbers, ids)),
    partyInfo: [...parties].map(([id, party]) =>
      partyRow(call, callId, { id: ids.next('cl_party_info'), infoId: numbers.get(id) }, party),
    ),
  };
}

/** Rules for calls to outside are not shown, unless the call came no further. */
const isShown = ({ sections }: EndedCall) => {
  const hasOther = sections.some(({ destination }) => destination.entity !== 'outbound_rule');
  return ({ destination }: Section) => !hasOther || destination.entity !== 'outbound_rule';
};

const time = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());
const span = (from: string | null, to: string | null) =>
  from === null || to === null ? '0 ms' : `${Date.parse(to) - Date.parse(from)} ms`;

function callRow({ truth, sections }: EndedCall, id: number): Row {
  const { startedAt, answeredAt, endedAt } = truth;
  const queue = sections.find(({ destination }) => destination.entity === 'queue');
  return {
    ...{ id, start_time: startedAt, end_time: endedAt, is_answered: answeredAt !== null },
    ringing_dur: span(startedAt, answeredAt ?? endedAt),
    talking_dur: span(answeredAt, endedAt),
    q_wait_dur: queue ? span(time(queue.startedAt), time(queue.endedAt)) : '0 ms',
    ...{ call_history_id: truth.callHistoryId, duplicated: false, migrated: false },
  };
}

function participantRow(id: number | undefined, party: Party): Row {
  return {
    ...{ id, dn_type: DN_TYPES[party.entity] ?? OTHER_DN_TYPE, dn: party.dn, dn_class: 0 },
    ...{ caller_number: party.number, display_name: party.name, firstlastname: party.dnName },
    ...{ did_number: party.did, crm_contact: '' },
  };
}

function segmentRows(
  section: Section,
  callId: number,
  numbers: ReadonlyMap<string, number>,
  ids: Ids,
): Row[] {
  const { startedAt, answeredAt, endedAt, source, destination } = section;
  const row = (type: number, from: number, to: number | null): Row => {
    const id = ids.next('cl_segments');
    return {
      ...{ id, call_id: callId, seq_order: id, seq_group: 1, type, action_id: actionOf(section) },
      src_part_id: numbers.get(source.participantId),
      dst_part_id: numbers.get(destination.participantId),
      action_party_id: numbers.get(source.participantId),
      ...{ start_time: time(from), end_time: time(to), call_history_id: section.callHistoryId },
    };
  };
  if (answeredAt === null) return [row(RINGING, startedAt, endedAt)];
  const ringing = answeredAt > startedAt ? [row(RINGING, startedAt, answeredAt)] : [];
  return [...ringing, row(CONNECTED, answeredAt, endedAt)];
}

function actionOf({ how, destination }: Section): number {
  if (how.method === 'call_init') return ACTION.initial;
  if (destination.entity === 'queue') return ACTION.queue;
  return how.method === 'divert' ? ACTION.forward : ACTION.extension;
}

function partyRow(
  { truth, sections }: EndedCall,
  callId: number,
  { id, infoId }: { readonly id: number; readonly infoId: number | undefined },
  { participantId, isIncoming }: Party,
): Row {
  const isCaller = sections[0]?.source.participantId === participantId;
  const own = sections.find(({ destination }) => destination.participantId === participantId);
  return {
    ...{ id, call_id: callId, info_id: infoId, role: isCaller ? 1 : 2, is_inbound: isIncoming },
    ...{ end_status: 0, forward_reason: 0, failure_reason: 0 },
    start_time: own ? time(own.startedAt) : truth.startedAt,
    answer_time: own ? time(own.answeredAt) : truth.answeredAt,
    end_time: own ? time(own.endedAt) : truth.endedAt,
  };
}
