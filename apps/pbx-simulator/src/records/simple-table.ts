import { type EndedCall, endsOf } from './ended-calls';
import { insertRows, type RecordLayout, rowsOfCalls } from './record-rows';

/** No public PBX has this table; some programs read one of this kind. Times are UTC. */
const DDL = `
CREATE TABLE cdr_output (
  id bigint CONSTRAINT cdr_output_pkey PRIMARY KEY, call_id varchar, start_time timestamp,
  answer_time timestamp, end_time timestamp, duration interval,
  from_no varchar, from_dn varchar, from_dispname varchar,
  to_no varchar, to_dn varchar, to_dispname varchar, did varchar, termination_reason varchar
);
CREATE INDEX ON cdr_output (start_time);
`;

/** A simple `cdr_output` with `start_time`: one row a call. */
export function simpleTable(): RecordLayout {
  let lastId = 0;
  const rowsOf = (call: EndedCall) => {
    const ends = endsOf(call);
    if (!ends) return [];
    lastId += 1;
    return [{ id: lastId, ...rowOf(call, ends) }];
  };
  return {
    ...{ unit: 'call', ddl: DDL, tables: ['cdr_output'], key: 'id' },
    write: (client, batch) => insertRows(client, 'cdr_output', rowsOfCalls(batch, rowsOf)),
  };
}

function rowOf(
  { truth, sections }: EndedCall,
  { first: { source }, dialled, final }: NonNullable<ReturnType<typeof endsOf>>,
) {
  const to = (final.answeredAt === null ? dialled : final).destination;
  const { startedAt, answeredAt, endedAt } = truth;
  const talkMs = answeredAt ? Date.parse(endedAt ?? answeredAt) - Date.parse(answeredAt) : 0;
  return {
    ...{ call_id: truth.callHistoryId, start_time: bare(startedAt) },
    ...{ answer_time: bare(answeredAt), end_time: bare(endedAt), duration: `${talkMs} ms` },
    ...{ from_no: source.number, from_dn: source.dn, from_dispname: source.name },
    ...{ to_no: to.number || to.dn, to_dn: to.dn, to_dispname: to.name, did: truth.did ?? '' },
    termination_reason: sections.at(-1)?.terminationReason,
  };
}

/** Without the zone, which the column does not have. */
const bare = (time: string | null) => time?.replace('Z', '') ?? null;
