import { until } from '@3cx-relay/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SimulatedDatabase } from '../testing/simulated-database';

const folder = mkdtempSync(path.join(tmpdir(), 'switches-'));
const cdrFile = path.join(folder, 'cdr.log');
const world = new SimulatedDatabase(
  ...['--speed=10', '--recording-link=id', '--empty-details', '--cdr-reasons=records'],
  ...[`--cdr-file=${cdrFile}`, '--close-superseded-sockets'],
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (table: string) =>
  until(`${table} has rows`, async () => {
    const found = await world.db.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    return found.rows.length > 0 && found.rows;
  });

describe('a PBX that is told to go by the other reading', () => {
  it('links recordings by number, has empty details, and the records’ words in lines', async () => {
    const talk = { answer: 'auto', answerAfterMs: 500, talkMs: 1_000, record: true };
    await world.pbx.ended(await world.pbx.place({ from: '100', to: '101', ...talk }));
    expect(await rows('cdroutput')).toMatchObject([{ termination_reason_details: '' }]);
    const [recording] = await rows('recordings');
    expect(await rows('cdrrecordings')).toEqual([
      { cdr_id: recording?.['cdr_id'], recording_id: recording?.['id_recording'] },
    ]);
    const line = await until('the line is written', () => readFileSync(cdrFile, 'utf8'));
    expect(line).toContain(',src_participant_terminated,');
  });

  it('closes the sockets of a client that gets a new token, and of no other', async () => {
    const other = await world.pbx.socket(await world.pbx.signIn('901', 'simulator-secret-2'));
    const own = await world.pbx.socket(await world.pbx.signIn());
    await world.pbx.signIn();
    await until('the socket is closed', () => own.closeCode !== null);
    expect([own.closeCode, other.closeCode]).toEqual([1001, null]);
    other.ws.terminate();
  });
});
