import { describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { SimulatedDatabase } from '../testing/simulated-database';

const CALL = { from: '100', to: '101', answer: 'auto', answerAfterMs: 100, talkMs: 300 };
const world = new SimulatedDatabase('--speed=10');

const stage = (fault: Record<string, unknown>) => world.pbx.post('/_sim/faults', fault);
const takeBack = () => world.pbx.request('DELETE', '/_sim/faults');
const endedCall = async () => world.pbx.ended(await world.pbx.place(CALL));

interface Row {
  readonly call_history_id: string;
  readonly cdr_ended_at: Date;
}
const rows = async () =>
  (await world.db.query<Row>('SELECT * FROM cdroutput ORDER BY offload_id')).rows;
const rowsWritten = (count: number) =>
  until(`${count} rows are written`, async () => {
    const found = await rows();
    return found.length === count && found;
  });

describe('faults of the database', () => {
  it('refuse connections while it is stopped, and write what was waiting in order, with true times', async () => {
    await stage({ kind: 'stop-database' });
    await expect(rows()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const calls = [await endedCall(), await endedCall(), await endedCall()];
    await takeBack();
    const written = await rowsWritten(3);
    expect(written.map((row) => row.call_history_id)).toEqual(calls.map((c) => c.callHistoryId));
    expect(written.map((row) => row.cdr_ended_at.toISOString())).toEqual(
      calls.map(({ endedAt }) => endedAt),
    );
  });

  it('end the sessions when it restarts, and it is back at once', async () => {
    const ended: string[] = [];
    const session = await world.db.connect();
    session.on('error', () => ended.push('ended'));
    await stage({ kind: 'restart-database' });
    session.release(true);
    await until('the session has ended', () => ended.length > 0);
    expect(await rows()).toEqual([]);
    await endedCall();
    await rowsWritten(1);
  });

  it('leave queries unanswered while it stalls, and answer them after', async () => {
    await rows();
    await stage({ kind: 'stall-database' });
    let isAnswered = false;
    const answer = rows().then((found) => {
      isAnswered = true;
      return found;
    });
    const { callHistoryId } = await endedCall();
    expect(isAnswered).toBe(false);
    await takeBack();
    await answer;
    expect((await rowsWritten(1))[0]?.call_history_id).toBe(callHistoryId);
  });

  it.each(['stop-database', 'stall-database'])('%s ends by itself', async (kind) => {
    await stage({ kind, durationMs: 200 });
    await until('it is over', async () => {
      const { body } = await world.pbx.get('/_sim/faults');
      return (body as { items: unknown[] }).items.length === 0;
    });
    await until('it answers', async () => (await rows()).length === 0);
  });

  it('are taken back by a reset', async () => {
    await stage({ kind: 'stall-database' });
    await stage({ kind: 'stop-database' });
    expect((await world.pbx.post('/_sim/reset')).status).toBe(200);
    expect(await rows()).toEqual([]);
  });
});

describe('faults of records', () => {
  it('hold records back until they are taken back', async () => {
    await stage({ kind: 'hold-records', count: 1 });
    const held = await endedCall();
    const free = await endedCall();
    expect((await rowsWritten(1))[0]?.call_history_id).toBe(free.callHistoryId);
    await takeBack();
    expect((await rowsWritten(2))[1]?.call_history_id).toBe(held.callHistoryId);
  });

  it('write records later than those that came after them', async () => {
    await stage({ kind: 'delay-records', count: 1, delayMs: 600 });
    const late = await endedCall();
    const soon = await endedCall();
    expect((await rowsWritten(2)).map((row) => row.call_history_id)).toEqual([
      soon.callHistoryId,
      late.callHistoryId,
    ]);
  });

  it('write a row twice, with nothing but another batch number', async () => {
    await stage({ kind: 'double-records', count: 1 });
    await endedCall();
    const [first, second] = await rowsWritten(2);
    expect(second).toEqual({ ...first, offload_id: expect.any(String) });
    expect(second).not.toEqual(first);
    await endedCall();
    await rowsWritten(3);
    await world.pbx.post('/_sim/reset');
    await endedCall();
    await rowsWritten(1);
  });

  it('lose records that the call log of XAPI still has', async () => {
    await world.pbx.signIn();
    await stage({ kind: 'lose-records', durationMs: 60_000 });
    const lost = await endedCall();
    await takeBack();
    const { callHistoryId } = await endedCall();
    expect((await rowsWritten(1))[0]?.call_history_id).toBe(callHistoryId);
    expect(lost.outcome).toBe('answered');
    const log = await world.pbx.get(
      `/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(periodFrom=2020-01-01T00:00:00Z,periodTo=2100-01-01T00:00:00Z,sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0,callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true)`,
    );
    expect((log.body as { value: unknown[] }).value).toHaveLength(2);
  });
});
