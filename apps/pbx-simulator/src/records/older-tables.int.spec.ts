import { describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { SimulatedDatabase } from '../testing/simulated-database';

const CALLER = '+493012345611';
const talk = { answer: 'auto', answerAfterMs: 500, talkMs: 1_000 };
const world = new SimulatedDatabase('--speed=10');

type Row = Record<string, unknown>;

async function rowsOf(table: string, count: number): Promise<Row[]> {
  return until(`${table} has ${count} rows`, async () => {
    const { rows } = await world.db.query<Row>(`SELECT * FROM ${table} ORDER BY 1`);
    return rows.length === count && rows;
  });
}

describe('the older tables of V20', () => {
  it('have a call in the history of whoever called and whoever was rung', async () => {
    const { callId } = await world.pbx.ended(
      await world.pbx.place({ from: '100', to: '101', ...talk }),
    );
    const [own, theirs] = await rowsOf('myphone_callhistory_v14', 2);
    const call = { call_id: callId, established_time: expect.any(Date), end_status: 0 };
    expect(own).toMatchObject({ ...call, calltype: 3, dnowner: '100', party_dn: '101' });
    expect(theirs).toMatchObject({ ...call, calltype: 2, dnowner: '101', party_dn: '100' });
  });

  it('have a missed call from outside with its bit and its status', async () => {
    const missed = { from: CALLER, to: '101', answer: 'never', giveUpAfterMs: 1_000 };
    await world.pbx.ended(await world.pbx.place(missed));
    expect((await rowsOf('myphone_callhistory_v14', 1))[0]).toMatchObject({
      ...{ calltype: 1, dnowner: '101', party_dn: '10001', party_callerid: CALLER },
      ...{ party_dntype: 128, established_time: null, end_status: 5 },
    });
  });

  it('have one row for each call in a queue, with its agent', async () => {
    const truth = await world.pbx.ended(
      await world.pbx.place({ from: CALLER, to: '800', ...talk }),
    );
    const [row] = await rowsOf('callcent_queuecalls', 1);
    expect(row).toMatchObject({
      ...{ q_num: '800', call_history_id: truth.callHistoryId, from_userpart: CALLER },
      ...{ to_dn: truth.answeredBy, count_polls: 1, count_dialed: 5, count_rejected: 0 },
    });
  });

  it('have a message when a call went to voicemail', async () => {
    await world.pbx.ended(
      await world.pbx.place({ from: CALLER, to: '101', answer: 'never', talkMs: 1_000 }),
    );
    expect((await rowsOf('s_voicemail', 1))[0]).toMatchObject({
      ...{ callee: '101', caller: CALLER, heard: false, duration: expect.any(Number) },
    });
    expect(await rowsOf('cl_quality', 0)).toEqual([]);
  });

  it('have the quality of answered calls, and a log of changes that nobody made', async () => {
    await world.pbx.ended(await world.pbx.place({ from: '100', to: '101', ...talk }));
    expect((await rowsOf('cl_quality', 1))[0]).toMatchObject({ a_number: '100', b_number: '101' });
    expect(await rowsOf('audit_log', 0)).toEqual([]);
  });

  it('are empty again on a fresh PBX', async () => {
    await world.pbx.ended(await world.pbx.place({ from: '100', to: '101', ...talk }));
    await rowsOf('cl_quality', 1);
    await world.pbx.post('/_sim/reset');
    expect(await rowsOf('myphone_callhistory_v14', 0)).toEqual([]);
    expect(await rowsOf('cl_quality', 0)).toEqual([]);
  });
});
