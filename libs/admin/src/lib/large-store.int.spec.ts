import { Databases } from '@3cx-relay/store/testing';
import type { AdminClient } from './testing/admin-client';
import { givenAdmin, type World } from './testing/world';

const ROWS = 100_000;
/** Of all tables together: a page shows a hundred rows, and a chart has some hundred points. */
const MOST_READ = 10_000;

const FILL = [
  `INSERT INTO admin_calls
     SELECT 'pbx', 'call-' || n, 'conversation-' || n, now() - n * interval '20 seconds',
            now(), 'answered', ' +49301' || lpad(n::text, 7, '0') || ' 101 ',
            jsonb_build_object('callId', 'call-' || n), ARRAY[n]
       FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO admin_minutes (pbx_id, minute, requests)
     SELECT 'pbx', date_trunc('minute', now()) - n * interval '1 minute', 1
       FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO audit_entries (pbx_id, at, actor, action, detail)
     SELECT 'pbx', now(), 'user-' || n % 1000, CASE n WHEN 7 THEN 'rare.deed' ELSE 'often.deed' END,
            '{}' FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO error_feed (pbx_id, fingerprint, severity, component, code, message, count, first_at,
                           last_at, acknowledged_at)
     SELECT 'pbx', 'print-' || n, 'error', 'part-' || n % 5, 'CODE', 'message ' || n, 1, now(),
            now() - n * interval '1 second', CASE WHEN n > ${ROWS} - 3 THEN NULL ELSE now() END
       FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO connection_latencies
     SELECT 'pbx', component, now() - n * interval '10 seconds', 5
       FROM generate_series(1, ${ROWS / 4}) n,
            unnest(ARRAY['store', 'database', 'xapi', 'callcontrol']) component`,
  `INSERT INTO connection_changes
     SELECT 'pbx', component, now() - n * interval '2 hours', 'connected'
       FROM generate_series(1, ${ROWS / 4}) n,
            unnest(ARRAY['store', 'database', 'xapi', 'callcontrol']) component`,
];

const ROUTES = [
  '/admin/stats?range=1h',
  '/admin/connections',
  '/admin/errors',
  '/admin/errors?acknowledged=false',
  '/admin/errors/counts',
  '/admin/audit',
  '/admin/audit?actor=user-7',
  '/admin/audit?action=rare',
  '/admin/audit?action=rare.deed',
  '/admin/audit?sort=actor',
  '/admin/audit?sort=-action',
  '/admin/journeys?search=call-77',
  '/admin/journeys?search=%2B493010000077',
  '/admin/journeys?search=0099999',
  '/admin/journeys?search=101',
  '/admin/journeys?search=101&sort=startedAt',
  '/admin/journeys/call-77',
];

describe('a store with many rows', () => {
  let databases: Databases;
  let world: World;
  let admin: AdminClient;

  beforeAll(async () => {
    databases = await Databases.start();
    world = await givenAdmin(databases);
    for (const statement of FILL) await world.db.query(statement);
    await world.db.query('VACUUM ANALYZE');
    admin = await world.admin();
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });

  /** How many rows were read of each table so far. */
  async function rowsRead(): Promise<Map<string, number>> {
    // Every connection of the pool tells what it counted.
    await Promise.all(
      Array.from({ length: 20 }, () =>
        world.db.query('SELECT pg_stat_force_next_flush(), pg_sleep(0.02)'),
      ),
    );
    const rows: { table: string; read: string }[] = await world.db.query(
      `SELECT relname AS table, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS read
         FROM pg_stat_user_tables`,
    );
    return new Map(rows.map(({ table, read }) => [table, Number(read)]));
  }

  it.each(ROUTES)('answers %s without reading a table from end to end', async (route) => {
    const before = await rowsRead();
    const { status } = await admin.get(route);
    expect([200, 404]).toContain(status);
    const after = await rowsRead();
    const read = [...after].map(([table, count]) => ({
      table,
      count: count - (before.get(table) ?? 0),
    }));
    expect(read.filter(({ count }) => count > MOST_READ)).toEqual([]);
    expect(read.some(({ count }) => count > 0)).toBe(true);
  });
});
