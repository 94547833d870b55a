import { describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { Simulated } from '../testing/simulated';
import { SimulatedDatabase } from '../testing/simulated-database';

const CALLER = '+493012345611';
const world = new SimulatedDatabase('--speed=10');

type Row = Record<string, unknown>;

/** The rows of a call, as database.md section 3 reads them, when all are there. */
async function recordsOf(call: Record<string, unknown>): Promise<Row[]> {
  const { callHistoryId } = await world.pbx.ended(await world.pbx.place(call));
  const written = () =>
    world.pbx.simulator.pbx.sections.filter((one) => one.callHistoryId === callHistoryId);
  return until('all records are written', async () => {
    const { rows } = await world.db.query<Row>(
      `SELECT * FROM cdroutput WHERE main_call_history_id = $1
        ORDER BY cdr_started_at, right(cdr_id::text, 8)`,
      [callHistoryId],
    );
    return rows.length === written().length && rows;
  });
}
const shape = (row: Row | undefined) =>
  ['destination_entity_type', 'creation_method', 'creation_forward_reason', 'termination_reason']
    .map((column) => String(row?.[column]))
    .join(' ');
const ofEntity = (rows: Row[], entity: string) =>
  rows.filter((row) => row['destination_entity_type'] === entity);
const talk = { answer: 'auto', answerAfterMs: 500, talkMs: 1_000 };

describe('cdroutput', () => {
  it('has one row of an answered internal call', async () => {
    const rows = await recordsOf({ from: '100', to: '101', ...talk });
    expect(rows.map(shape)).toEqual(['extension call_init none src_participant_terminated']);
    expect(rows[0]).toMatchObject({
      ...{ source_entity_type: 'extension', source_dn_number: '100' },
      ...{ destination_dn_number: '101', termination_reason_details: null },
      ...{ cdr_answered_at: expect.any(Date), base_cdr_id: null, originating_cdr_id: null },
    });
    expect(rows[0]?.['terminated_by_participant_id']).toBe(rows[0]?.['source_participant_id']);
  });

  it('starts an inbound call with the routing row, redirected by DID', async () => {
    const [routing, agent] = await recordsOf({ from: CALLER, to: '+442071234560', ...talk });
    expect(shape(routing)).toBe('inbound_routing call_init none redirected');
    expect(routing).toMatchObject({
      ...{ source_entity_type: 'external_line', source_dn_number: '10001' },
      ...{ destination_dn_type: 'unknown', destination_dn_number: '+442071234560' },
      ...{ termination_reason_details: 'by_did', continued_in_cdr_id: agent?.['cdr_id'] },
      source_participant_is_already_connected: false,
      cdr_answered_at: null,
    });
    expect(shape(agent)).toBe('extension divert by_did src_participant_terminated');
    expect(agent).toMatchObject({
      ...{ base_cdr_id: routing?.['cdr_id'], originating_cdr_id: routing?.['cdr_id'] },
      source_participant_id: routing?.['source_participant_id'],
    });
  });

  it('has a queue’s polling as parallel rows, of which one wins (example A)', async () => {
    const rows = await recordsOf({ from: CALLER, to: '800', ...talk });
    const [queue] = ofEntity(rows, 'queue');
    const agents = ofEntity(rows, 'extension');
    expect(shape(queue)).toBe('queue divert by_did continued_in');
    expect(agents).toHaveLength(5);
    const winner = agents.find((row) => row['cdr_answered_at'] !== null);
    for (const agent of agents) {
      expect(agent).toMatchObject({
        ...{ creation_method: 'route_to', creation_forward_reason: 'polling' },
        ...{ base_cdr_id: queue?.['cdr_id'], originating_cdr_id: queue?.['cdr_id'] },
        source_participant_is_already_connected: true,
      });
      if (agent === winner) continue;
      expect(agent).toMatchObject({
        ...{ termination_reason: 'cancelled', termination_reason_details: 'completed_elsewhere' },
        terminated_by_participant_id: agent['destination_participant_id'],
      });
    }
    expect(queue).toMatchObject({
      ...{ termination_reason_details: 'polling', continued_in_cdr_id: winner?.['cdr_id'] },
      cdr_answered_at: expect.any(Date),
    });
    expect(Number(queue?.['cdr_ended_at'])).toBe(Number(winner?.['cdr_answered_at']));
  });

  it('has no route as the end of the outbound rule, and a refusal as a row of the line', async () => {
    const [noRoute, ...none] = await recordsOf({ from: '100', to: '+4930555404' });
    expect(shape(noRoute)).toBe('outbound_rule call_init none dst_participant_terminated');
    expect(noRoute).toMatchObject({ termination_reason_details: 'no_route' });
    expect(none).toEqual([]);
    const [rule, line] = await recordsOf({ from: '100', to: '+4930555603' });
    expect(shape(rule)).toBe('outbound_rule call_init none dst_participant_terminated');
    expect(rule).toMatchObject({ termination_reason_details: 'no_route' });
    expect(shape(line)).toBe('external_line route_to polling rejected');
    expect(line).toMatchObject({
      ...{ termination_reason_details: null, cdr_answered_at: null },
      ...{ base_cdr_id: rule?.['cdr_id'], originating_cdr_id: rule?.['cdr_id'] },
      terminated_by_participant_id: line?.['destination_participant_id'],
    });
  });

  it('leads an unanswered call to the voicemail of the extension', async () => {
    const rows = await recordsOf({ from: CALLER, to: '101', answer: 'never', talkMs: 1_000 });
    const [mailbox] = ofEntity(rows, 'voicemail');
    const [phone] = ofEntity(rows, 'extension');
    expect(mailbox).toMatchObject({
      destination_dn_type: 'extension',
      cdr_answered_at: expect.any(Date),
    });
    expect(phone).toMatchObject({
      ...{ termination_reason: 'redirected', cdr_answered_at: null },
      continued_in_cdr_id: mailbox?.['cdr_id'],
    });
  });

  it('has no answer in a call that its caller gave up while it rang', async () => {
    const rows = await recordsOf({ from: '100', to: '101', answer: 'never', giveUpAfterMs: 2_000 });
    expect(rows.map(shape)).toEqual(['extension call_init none src_participant_terminated']);
    expect(rows[0]).toMatchObject({ cdr_answered_at: null });
  });

  it('continues a blind transfer in the row of the target', async () => {
    const transfer = { to: '103', afterMs: 500 };
    const rows = await recordsOf({ from: CALLER, to: '101', ...talk, transfer });
    const [first, second] = ofEntity(rows, 'extension');
    expect(first).toMatchObject({
      termination_reason: 'continued_in',
      continued_in_cdr_id: second?.['cdr_id'],
    });
    expect(second).toMatchObject({
      ...{ creation_method: 'transfer', creation_forward_reason: 'none' },
      ...{ base_cdr_id: first?.['cdr_id'], destination_dn_number: '103' },
    });
  });
});

describe('the read-only role', () => {
  it.each([
    'DELETE FROM cdroutput',
    'UPDATE cdroutput SET processed = true',
    'CREATE TABLE mine (id int)',
    'TRUNCATE recordings',
  ])('is refused %s', async (sql) => {
    await expect(world.db.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the ini file', () => {
  it('names database and both roles in the layout of the PBX', () => {
    const text = readFileSync(world.pbx.simulator.facts.ini, 'utf8');
    const port = new URL(world.pbx.simulator.facts.db).port;
    expect(text).toMatch(
      /\[QMDatabase\]\nDBHost = 127\.0\.0\.1\nDBPort = \d+\nDBName = database_single/,
    );
    expect(text).toContain(`DBPort = ${port}`);
    expect(text).toMatch(
      /\[CfgServerProfile\][^[]*MasterDBUser = phonesystem\nMasterDBPassword = \S+/,
    );
    expect(text).toMatch(/\[DbAdminREADONLY\]\nUser = logsreader_single\nPassword = \S+/);
  });

  it('has the other layout on demand', async () => {
    const other = await Simulated.start('--ini-layout=callreports');
    try {
      const text = readFileSync(other.simulator.facts.ini, 'utf8');
      expect(text).toMatch(
        /^\[CallReports\]\nSERVER=.+\nPORT=\d+\nDATABASE=database_single\nUSERNAME=.+\nPASSWORD=.+\n$/,
      );
    } finally {
      await other.stop();
    }
  });
});

describe('the data folder', () => {
  it('may be one that was used before, and the PBX has no past all the same', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'simulator-again-'));
    try {
      for (const run of [1, 2]) {
        const again = await Simulated.start('--speed=10', `--data-dir=${folder}`);
        const reader = new Pool({ connectionString: again.simulator.facts.db, max: 1 });
        // Its last session may still be there when the database stops.
        reader.on('error', () => undefined);
        try {
          const count = async () => (await reader.query('SELECT 1 FROM cdroutput')).rows.length;
          expect([run, await count()]).toEqual([run, 0]);
          await again.ended(await again.place({ from: '100', to: '101', ...talk }));
          await until('the call is recorded', async () => (await count()) === 1);
        } finally {
          await reader.end();
          await again.stop();
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 30_000);
});

describe('older layouts', () => {
  /** Rows of a query once there are that many, on a PBX that records its calls in this layout. */
  async function recorded(layout: string, sql: string, calls: Record<string, unknown>[]) {
    const older = await Simulated.start('--speed=10', `--record-layout=${layout}`);
    const reader = new Pool({ connectionString: older.simulator.facts.db, max: 1 });
    // Its last session may still be there when the database stops.
    reader.on('error', () => undefined);
    try {
      await expect(reader.query('SELECT 1 FROM cdroutput')).rejects.toMatchObject({
        code: '42P01',
      });
      const truths = [];
      for (const call of calls) truths.push(await older.ended(await older.place(call)));
      const rows = await until('all calls are recorded', async () => {
        const found = (await reader.query<Row>(sql)).rows;
        return new Set(found.map((row) => row['call'])).size === calls.length && found;
      });
      return { truths, rows };
    } finally {
      await reader.end();
      await older.stop();
    }
  }
  const CALLS = [
    { from: '100', to: '101', ...talk },
    { from: CALLER, to: '101', answer: 'never', giveUpAfterMs: 1_000 },
    { from: CALLER, to: '800', ...talk },
  ];

  it('have one row a call in cdr_output, with its times', async () => {
    const { truths, rows } = await recorded(
      'cdr_output',
      `SELECT call_id AS call, start_time::timestamptz AS "startedAt",
              answer_time::timestamptz AS "answeredAt", from_no, to_no
         FROM cdr_output ORDER BY id`,
      CALLS,
    );
    expect(rows).toHaveLength(3);
    for (const [index, truth] of truths.entries()) {
      const { startedAt, answeredAt } = truth;
      expect(rows[index]).toMatchObject({
        ...{ call: truth.callHistoryId, from_no: truth.from, startedAt: new Date(startedAt) },
        answeredAt: answeredAt === null ? null : new Date(answeredAt),
      });
    }
    expect(rows.map((row) => row['to_no']).slice(0, 2)).toEqual(['101', '101']);
  }, 30_000);

  it('have a segment for ringing and one for talking in the cl tables', async () => {
    const { truths, rows } = await recorded(
      'cl',
      `SELECT s.call_history_id AS call, s.type, a.dn_type AS from_type, b.dn_type AS to_type,
              b.dn, c.is_answered, c.talking_dur > interval '0' AS talked
         FROM cl_segments s JOIN cl_calls c ON c.id = s.call_id
         JOIN cl_participants a ON a.id = s.src_part_id
         JOIN cl_participants b ON b.id = s.dst_part_id ORDER BY s.id`,
      CALLS,
    );
    const of = (index: number) =>
      rows.filter((row) => row['call'] === truths[index]?.callHistoryId);
    const answered = { from_type: 0, to_type: 0, dn: '101', is_answered: true, talked: true };
    expect(of(0)).toEqual([
      expect.objectContaining({ ...answered, type: 1 }),
      expect.objectContaining({ ...answered, type: 2 }),
    ]);
    expect(of(1).map((row) => [row['to_type'], row['type'], row['is_answered']])).toEqual([
      [13, 1, false],
      [0, 1, false],
    ]);
    const queue = of(2).map((row) => [row['to_type'], row['type']]);
    expect(queue).toContainEqual([2, 2]);
    expect(queue.filter(([to, type]) => to === 0 && type === 2)).toHaveLength(1);
  }, 30_000);
});
