import { Databases } from '@3cx-relay/store/testing';
import { ManualClock } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { Audit, type AuditNote } from './audit';

const START = Date.parse('2026-03-01T08:00:00.000Z');

function aNote(changes: Partial<AuditNote> = {}): AuditNote {
  return {
    actor: 'ada',
    action: 'api-key.created',
    subject: 'api-keys/k1',
    from: '192.0.2.7',
    detail: { clientName: 'CRM' },
    ...changes,
  };
}

describe('the audit', () => {
  let databases: Databases;
  let db: DataSource;
  let clock: ManualClock;
  let audit: Audit;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    const store = await databases.connect(2);
    db = store.db;
    clock = new ManualClock(START);
    audit = new Audit(db, store.options, clock);
  });
  afterEach(() => db.destroy());

  it('gives back what was recorded: who, what, when, from where', async () => {
    await audit.record(aNote());
    await expect(audit.list({})).resolves.toEqual({
      items: [
        {
          id: '1',
          at: '2026-03-01T08:00:00.000Z',
          actor: 'ada',
          action: 'api-key.created',
          subject: 'api-keys/k1',
          address: '192.0.2.7',
          detail: { clientName: 'CRM' },
        },
      ],
      nextCursor: null,
    });
  });

  it('pages newest first, and an entry added meanwhile neither repeats nor hides one', async () => {
    for (const actor of ['a', 'b', 'c', 'd', 'e']) await audit.record(aNote({ actor }));
    const first = await audit.list({ limit: 2 });
    await audit.record(aNote({ actor: 'late' }));
    const second = await audit.list({ limit: 2, cursor: first.nextCursor ?? '' });
    const third = await audit.list({ limit: 2, cursor: second.nextCursor ?? '' });
    expect([first, second, third].map(({ items }) => items.map(({ actor }) => actor))).toEqual([
      ['e', 'd'],
      ['c', 'b'],
      ['a'],
    ]);
    expect(third.nextCursor).toBeNull();
  });

  it('says that a cursor is not its own', async () => {
    await expect(audit.list({ cursor: 'not a cursor' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it.each([
    [{ actor: 'ada' }, ['session.started', 'api-key.created']],
    [{ action: 'api-key' }, ['api-key.created']],
    [{ action: 'api-key.created' }, ['api-key.created']],
    [{ action: 'api' }, []],
    [{ actor: 'ada', action: 'webhook' }, []],
  ])('finds by actor, by action and by the beginning of one: %j', async (query, actions) => {
    await audit.record(aNote());
    await audit.record(aNote({ actor: 'bob', action: 'webhook.deleted' }));
    await audit.record(aNote({ action: 'session.started' }));
    const { items } = await audit.list(query);
    expect(items.map(({ action }) => action)).toEqual(actions);
  });

  it.each([
    ['CRM', ['percent', 'plain']],
    ['crm 100%', ['percent']],
    ['%', ['percent']],
    ['_', []],
    ['\\', []],
    ['192.0.2.7', ['percent', 'plain']],
  ])('searches for %j as text, not as a pattern', async (search, actors) => {
    await audit.record(aNote({ actor: 'plain' }));
    await audit.record(aNote({ actor: 'percent', detail: { clientName: 'CRM 100%' } }));
    const { items } = await audit.list({ search });
    expect(items.map(({ actor }) => actor)).toEqual(actors);
  });

  it.each([
    'UPDATE audit_entries SET actor = $$x$$',
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
  ])('refuses to change what is written: %s', async (statement) => {
    await audit.record(aNote());
    await expect(db.query(statement)).rejects.toThrow('the audit is append only');
    expect((await audit.list({})).items).toHaveLength(1);
  });

  it('keeps an entry whose texts hold what PostgreSQL cannot store', async () => {
    const tried = ['x\u0000y', 'half \ud83d of a pair', 'whole \ud83d\ude00', 'C:\\u0000'];
    await audit.record(aNote({ actor: 'a\u0000b', detail: { tried } }));
    const { items } = await audit.list({});
    expect(items[0]?.actor).toBe('a\ufffdb');
    expect(items[0]?.detail).toEqual({
      tried: ['x\ufffdy', 'half \ufffd of a pair', 'whole \ud83d\ude00', 'C:\\u0000'],
    });
  });
});
