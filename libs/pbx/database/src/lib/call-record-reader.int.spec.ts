import { ManualClock } from '@3cx-relay/util';
import { CallRecordReader } from './call-record-reader';
import { RecordQueries } from './record-queries';
import { RecordTables } from './record-tables';
import {
  exampleA,
  id,
  inboundRow,
  destination,
  internalAnswered,
  outboundNoRoute,
} from './testing/example-rows';
import { CDROUTPUT_DDL, RecordDatabase } from './testing/record-database';

/** From before all examples on; the PBX's clock is the real one. */
const WITH_ALL = { backMs: Date.now() - Date.parse('2026-02-10T00:00:00Z') };

describe('CallRecordReader on cdroutput', () => {
  let world: RecordDatabase;
  const clock = new ManualClock(Date.parse('2026-02-10T10:00:00Z'));

  beforeAll(async () => {
    world = await RecordDatabase.start(CDROUTPUT_DDL);
  }, 60_000);
  afterAll(async () => world?.stop());
  beforeEach(async () => {
    await world.owner.query('TRUNCATE cdroutput, cdrbilling, recordings');
  });

  const givenReader = () => {
    const db = world.open();
    return new CallRecordReader(new RecordQueries(db, new RecordTables(db)), clock);
  };
  const write = async (...rows: readonly Readonly<Record<string, unknown>>[]) => {
    for (const row of rows) await world.insert('cdroutput', row);
  };

  it('joins the rows of example A into one answered call', async () => {
    await write(...exampleA().toReversed());
    const [record, ...others] = await givenReader().recordsOf([id('A')]);
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      direction: 'inbound',
      outcome: 'answered',
      did: '+442071234560',
      trunk: '10001',
      queue: '800',
      caller: { number: '+4915112345678', name: 'Müller, Anna', dn: null, dnType: 'trunk' },
      callee: { dn: 'ivr-main', dnType: 'script' },
      startedAt: '2026-02-10T08:41:57.554000Z',
      answeredAt: '2026-02-10T08:42:04.608000Z',
      endedAt: '2026-02-10T08:43:02.085000Z',
      answeredBy: { dn: '102', dnType: 'extension' },
      complete: true,
    });
    expect(
      record?.segments.map((segment) => segment.destination.dn ?? segment.destination.number),
    ).toEqual(['+442071234560', 'ivr-main', '800', '101', '102']);
  });

  it('keeps microseconds and UTC whatever the zone of the server', async () => {
    await world.owner.query("ALTER DATABASE database_single SET timezone = 'Asia/Tokyo'");
    await write(...internalAnswered('I'));
    const [record] = await givenReader().recordsOf([id('I')]);
    expect(record?.startedAt).toBe('2026-02-10T08:50:00.000001Z');
  });

  it('adds up what the call cost, and names its recordings', async () => {
    await write(...internalAnswered('C'));
    await world.insert('cdrbilling', {
      cdr_id: id('Ca'),
      destination_bill_rate: 0.12,
      destination_bill_duration: '00:01:30',
    });
    await world.insert('recordings', {
      id_recording: 7,
      cdr_id: id('Ca'),
      recording_url: '101/[x].wav',
      summary: 'short',
    });
    const [record] = await givenReader().recordsOf([id('C')]);
    expect(record?.cost).toBe(0.18);
    expect(record?.recordings).toEqual([
      { recordingId: '7', url: '101/[x].wav', transcription: null, summary: 'short' },
    ]);
  });

  it('hands out every call once, in pages, and whole calls always', async () => {
    await write(...exampleA('A'), ...internalAnswered('I'), ...outboundNoRoute('O'));
    const reader = givenReader();
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const page = await reader.changes(cursor, { ...WITH_ALL, limit: 2 });
      seen.push(...page.records.map((record) => record.callHistoryId));
      ({ nextCursor: cursor, hasMore: more } = page);
    }
    expect(seen.toSorted()).toEqual([id('A'), id('I'), id('O')].toSorted());
    expect((await reader.changes(cursor)).records).toEqual([]);
  });

  it('finds a row that is written after newer ones', async () => {
    await write(...outboundNoRoute('O'));
    const reader = givenReader();
    const first = await reader.changes(null, WITH_ALL);
    const late = internalAnswered('L', '59');
    await write(...late);
    const second = await reader.changes(first.nextCursor);
    expect(second.records.map((record) => record.callHistoryId)).toEqual([id('L')]);
  });

  it('hands out again what nobody confirmed', async () => {
    await write(...internalAnswered('I'));
    const reader = givenReader();
    const lost = await reader.changes(null, WITH_ALL);
    const again = await reader.changes(null, WITH_ALL);
    expect(again.records).toEqual(lost.records);
    expect(again.records).toHaveLength(1);
  });

  it('hands out again a corrected call whose page was not stored', async () => {
    await write(...internalAnswered('I'));
    const reader = givenReader();
    const first = await reader.changes(null, WITH_ALL);
    await world.owner.query("UPDATE cdroutput SET termination_reason_details = 'joined'");
    const lost = await reader.changes(first.nextCursor);
    const again = await reader.changes(first.nextCursor);
    expect(lost.records).toHaveLength(1);
    expect(again.records).toEqual(lost.records);
    expect((await reader.changes(again.nextCursor)).records).toEqual([]);
  });

  it('begins now, by the clock of the PBX, when nobody says where', async () => {
    await write(...internalAnswered('I'));
    const { records, nextCursor } = await givenReader().changes(null);
    expect(records).toEqual([]);
    expect(nextCursor.slice(3, 7)).toBe(String(new Date().getUTCFullYear()));
  });

  it('hands out a call anew, with another hash, when its recording comes', async () => {
    await write(...internalAnswered('I'));
    const reader = givenReader();
    const first = await reader.changes(null, WITH_ALL);
    const quiet = await reader.changes(first.nextCursor);
    await world.insert('recordings', { id_recording: 1, cdr_id: id('Ia'), recording_url: 'a.wav' });
    await clock.advance(6 * 60_000);
    const later = await reader.changes(quiet.nextCursor);
    expect(quiet.records).toEqual([]);
    expect(later.records).toMatchObject([{ recordings: [{ url: 'a.wav' }] }]);
    expect(later.records[0]?.hash).not.toBe(first.records[0]?.hash);
  });

  it('says that a call is not complete while a row names a successor that is not there', async () => {
    await write(...exampleA('A').slice(0, 3));
    const [record] = await givenReader().recordsOf([id('A')]);
    expect(record?.complete).toBe(false);
  });

  it('says so, too, when the successor is written while the call is read', async () => {
    const [first, next] = exampleA('A');
    if (!first || !next) throw new Error('the example has no rows');
    await write(first);
    const db = world.open();
    const here = world.open();
    const tables = new RecordTables(db);
    await tables.detect();
    let isWritten = false;
    db.query = async (sql, values) => {
      const rows = await here.query<never>(sql, values);
      if (!isWritten) await write(next);
      isWritten = true;
      return rows;
    };
    const [record] = await new RecordQueries(db, tables).recordsOf([id('A')]);
    expect(record).toMatchObject({ complete: false, segments: [{ terminationDetails: 'by_did' }] });
  });

  it('lists history newest first, in pages that stay stable while calls are added', async () => {
    await write(...exampleA('A'), ...internalAnswered('I'), ...outboundNoRoute('O'));
    const reader = givenReader();
    const first = await reader.history({ limit: 2 });
    await write(...internalAnswered('N', '55'));
    const second = await reader.history({
      limit: 2,
      ...(first.nextCursor === null ? {} : { cursor: first.nextCursor }),
    });
    expect(first.records.map((record) => record.callHistoryId)).toEqual([id('O'), id('I')]);
    expect(second.records.map((record) => record.callHistoryId)).toEqual([id('A')]);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ['direction', { direction: 'outbound' } as const, ['O']],
    ['answered', { answered: true } as const, ['I', 'A']],
    ['not answered', { answered: false } as const, ['O']],
    ['a DN that took part without answering', { extension: '101' } as const, ['I', 'A']],
    [
      'a DN that came in after the end of the time',
      { extension: '102', end: '2026-02-10T08:41:58Z' } as const,
      ['A'],
    ],
    ['a part of a number', { number: '112 345' } as const, ['A']],
    [
      'start included, end not',
      { start: '2026-02-10T08:41:57.554Z', end: '2026-02-10T09:00:00Z' } as const,
      ['I', 'A'],
    ],
    ['what one of these may see', { visibleDns: ['101', '999'] } as const, ['I', 'A']],
    ['what nobody may see', { visibleDns: [] } as const, []],
    ['nothing that matches', { number: '777' } as const, []],
  ])('narrows history by %s', async (_name, query, flows) => {
    await write(...exampleA('A'), ...internalAnswered('I'), ...outboundNoRoute('O'));
    const { records } = await givenReader().history({ limit: 100, ...query });
    expect(records.map((record) => record.callHistoryId)).toEqual(flows.map(id));
  });

  it('ends the pages of a restricted reader with its own calls, whatever others there are', async () => {
    await write(...exampleA('A'), ...internalAnswered('I'), ...outboundNoRoute('O'));
    const page = await givenReader().history({ limit: 2, visibleDns: ['100'] });
    expect(page.records.map((record) => record.callHistoryId)).toEqual(['O', 'I'].map(id));
    expect(page.nextCursor).toBeNull();
  });

  it('streams the same as the pages', async () => {
    await write(...exampleA('A'), ...internalAnswered('I'), ...outboundNoRoute('O'));
    const streamed: string[] = [];
    for await (const record of givenReader().stream({})) streamed.push(record.callHistoryId);
    expect(streamed).toEqual(['O', 'I', 'A'].map(id));
  });

  it('refuses cursors that are not its own, naming the field', async () => {
    await expect(givenReader().history({ limit: 1, cursor: 'x' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ field: 'cursor' }],
    });
    await expect(givenReader().changes('x1|2026-01-01T00:00:00Z')).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it('counts a wave of a queue that was given up as abandoned, though agents rang', async () => {
    await write(
      inboundRow('Q', {
        key: 'a',
        to: destination('queue', '800'),
        how: 'call_init',
        ends: 'src_participant_terminated',
        start: '09:10:00',
        answer: '09:10:00.1',
        end: '09:10:20',
      }),
      inboundRow('Q', {
        key: 'b',
        to: destination('extension', '101'),
        how: 'route_to',
        forward: 'polling',
        base: 'a',
        from: 'a',
        ends: 'cancelled',
        start: '09:10:01',
        end: '09:10:20',
      }),
    );
    const [record] = await givenReader().recordsOf([id('Q')]);
    expect(record).toMatchObject({ outcome: 'abandoned', answeredAt: null, queue: '800' });
  });
});
