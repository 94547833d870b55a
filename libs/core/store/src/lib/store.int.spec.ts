import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { connectStore, StoreError } from './connect';
import { decodeCursor, encodeCursor } from './cursor';
import { StoreOptions } from './store.options';
import { CuttingDoor } from '../testing/cutting-door';

describe('the store', () => {
  let folder: string;
  let schema: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'store-'));
    chmodSync(folder, 0o755);
    schema = mkdtempSync(path.join(tmpdir(), 'schema-'));
    chmodSync(schema, 0o755);
    writeFileSync(path.join(schema, '1763700000000-first.sql'), 'CREATE TABLE first (n int);');
    server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  });
  afterAll(async () => {
    await server.stop();
    for (const made of [folder, schema]) rmSync(made, { recursive: true, force: true });
  });

  const options = (url = server.url()) => new StoreOptions(url, schema, 'pbx', 2);

  it('is migrated once, however many relays start at once', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => connectStore(options())));
    const [store] = stores;
    expect(await store?.query('SELECT name FROM migrations')).toEqual([
      { name: 'First1763700000000' },
    ]);
    await Promise.all(stores.map((one) => one.destroy()));
  });

  it('undoes a migration that fails, names the fault and leaves nothing connected', async () => {
    const file = path.join(schema, '1763700000001-second.sql');
    writeFileSync(file, 'CREATE TABLE second (n int); SELECT broken;');
    await expect(connectStore(options())).rejects.toThrow(StoreError);
    rmSync(file);
    const store = await connectStore(options());
    expect(await store.query("SELECT to_regclass('second') AS made")).toEqual([{ made: null }]);
    await store.destroy();
  });

  it('outlives a session that is ended in the moment in which it was made', async () => {
    const door = await CuttingDoor.before(server.port);
    const store = await connectStore(options(door.lead(server.url())));
    door.cutsNext = true;
    const both = [1, 2].map(() => store.query('SELECT pg_sleep(0.2)'));
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toContain('rejected');
    expect(door.cutsNext).toBe(false);
    expect(await store.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await store.destroy();
    await door.close();
  });

  it('says in one line what to do when it is not there', async () => {
    const error = await connectStore(options('postgresql://relay@127.0.0.1:1/x')).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toMatch(/DATABASE_URL: .*start PostgreSQL/);
  });
});

describe('cursors', () => {
  it('come back as they were made', () => {
    expect(decodeCursor(encodeCursor(['2026-11-21', 7]), 2)).toEqual(['2026-11-21', 7]);
  });

  it.each(['', 'x', encodeCursor([1]), 'e30', '!!'])('refuse %p', (cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow(/cursor/);
  });
});
