import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { Pbx, Relay, sequenceFaults, until } from '@3cx-relay/testing';
import { parse } from 'ini';
import { Client } from 'pg';

/** So many calls the PBX had while the relay was down for a day; more by hand, to measure. */
const MISSED = Number(process.env['MISSED_CALLS'] ?? 10_000);
const DAY_MS = 86_400_000;
const BATCH = 5_000;
/** Milliseconds between 1601, where ids begin to count, and 1970. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;

type Row = Record<string, unknown>;

/** An id as the PBX's records have them: FILETIME and counter. */
function idAt(atMs: number, counter: number): string {
  const ticks = ((BigInt(atMs) + FILETIME_EPOCH_MS) * 10_000n).toString(16).padStart(16, '0');
  const count = counter.toString(16).padStart(8, '0');
  const [a, b, c] = [ticks.slice(0, 4), ticks.slice(4, 8), ticks.slice(8, 12)];
  return `00000000-${a}-${b}-${c}-${ticks.slice(12)}${count}`;
}

/** The PBX database, as its owner: what it writes while nobody looks. */
async function asOwner(pbx: Pbx): Promise<Client> {
  const { CfgServerProfile: own } = parse(readFileSync(pbx.iniPath, 'utf8')) as {
    CfgServerProfile: Record<string, string>;
  };
  const address = new URL(pbx.databaseUrl);
  address.username = own?.['MasterDBUser'] ?? '';
  address.password = own?.['MasterDBPassword'] ?? '';
  const client = new Client({ connectionString: address.href });
  await client.connect();
  return client;
}

/** The rows of one call again, as those of another call at another time. */
function copyAt(rows: readonly Row[], firstAt: number, at: number, counter: number): Row[] {
  const shifted = (value: unknown) =>
    value instanceof Date ? new Date(value.getTime() - firstAt + at).toISOString() : value;
  const ids = new Map(rows.map((row, n) => [row['cdr_id'], idAt(at, counter * 8 + n)]));
  const history = idAt(at, counter);
  return rows.map(({ offload_id: _, ...row }) => ({
    ...Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, ids.get(value) ?? shifted(value)]),
    ),
    call_history_id: history,
    main_call_history_id: history,
  }));
}

/** Spreads copies of the one recorded call over the last day. */
async function fillDay(pbx: Pbx, copies: number): Promise<void> {
  const owner = await asOwner(pbx);
  const { rows } = await owner.query<Row>('SELECT * FROM cdroutput ORDER BY cdr_started_at');
  const firstAt = (rows[0]?.['cdr_started_at'] as Date).getTime();
  const { offload_id: _, ...named } = rows[0] ?? {};
  const columns = Object.keys(named).join(', ');
  for (let from = 0; from < copies; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, copies - from) }, (_unused, n) => {
      const at = firstAt - Math.round(((copies - from - n) / (copies + 1)) * DAY_MS);
      return copyAt(rows, firstAt, at, 100_000 + from + n);
    });
    await owner.query(
      `INSERT INTO cdroutput (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::cdroutput, $1::jsonb)`,
      [JSON.stringify(batch.flat())],
    );
  }
  await owner.end();
}

/** The relay's own store, as if it had run for two days and last looked at the records a day ago. */
async function forgetDay(store: EmbeddedPostgres): Promise<void> {
  const client = new Client({ connectionString: store.url() });
  await client.connect();
  const dayAgo = new Date(Date.now() - DAY_MS).toISOString();
  await client.query(
    "UPDATE record_cursors SET position = $1, began_at = began_at - interval '2 days'",
    [`d1|${dayAgo}|~0`],
  );
  await client.end();
}

describe('a relay that was down for a day', () => {
  let folder: string;
  let store: EmbeddedPostgres;
  let pbx: Pbx;
  let relay: Relay;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'catch-up-'));
    chmodSync(folder, 0o755);
    store = await startEmbeddedPostgres({ dataDir: folder });
    pbx = await Pbx.start();
    relay = await Relay.start({ pbx, env: { DATABASE_URL: store.url() } });
    await relay.untilOk();
  });
  afterAll(async () => {
    await relay.stop();
    await pbx.stop();
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells every call of that day, once, while live calls go on', async () => {
    const before = await relay.consumer();
    const template = await pbx.call({ from: '100', to: '101' });
    await before.until('call.answered', template);
    await pbx.steer(template, 'hangup', { dn: '100' });
    await before.until('call.record', template);
    const since = before.position ?? '0';
    before.disconnect();
    await relay.program.stop();
    await fillDay(pbx, MISSED);
    await forgetDay(store);

    const began = performance.now();
    await relay.restart();
    const seen = await relay.consumer({ since });
    const live = await pbx.call({ from: '102', to: '103' });
    await seen.until('call.answered', live, 60_000);
    const recordsThen = seen.events.filter(({ type }) => type === 'call.record').length;
    const records = () => seen.events.filter(({ type }) => type === 'call.record').length;
    await until('every record has come', () => records() >= MISSED, {
      limitMs: 20 * 60_000,
      everyMs: 500,
      otherwise: () => `${records()} of ${MISSED}`,
    });
    const seconds = (performance.now() - began) / 1_000;
    process.stdout.write(
      `${MISSED} calls were told after ${seconds.toFixed(1)} s; a live call was answered after ${recordsThen} of them\n`,
    );
    expect(recordsThen).toBeLessThan(MISSED);
    const told = seen.events.filter(
      (event) => 'call' in event.data && event.data.call.recovered && event.type !== 'call.record',
    );
    for (const type of ['call.started', 'call.answered', 'call.ended']) {
      expect(told.filter((event) => event.type === type)).toHaveLength(MISSED);
    }
    expect(sequenceFaults(seen.events)).toEqual([]);
    seen.disconnect();
  }, 1_500_000);
});
