import { Databases } from '@3cx-relay/store/testing';
import { Client } from 'pg';
import { LOCK_CLASS, SilentHolder } from './silent-holder';

const PBX = 'pbx';
const MANY = 100;

describe('a session that has the lock of the writer', () => {
  let databases: Databases;
  let url: string;
  let holder: Client;
  let other: Client;
  let silent: SilentHolder;
  let isHeld: boolean;

  beforeAll(async () => {
    databases = await Databases.start();
    url = await databases.empty();
  });
  afterAll(() => databases.stop());

  beforeEach(async () => {
    silent = new SilentHolder(PBX);
    holder = new Client({ connectionString: url });
    other = new Client({ connectionString: url });
    isHeld = true;
    holder.on('error', () => undefined);
    holder.once('end', () => (isHeld = false));
    await holder.connect();
    await other.connect();
    await holder.query('SELECT pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, PBX]);
  });
  afterEach(async () => {
    await holder.end();
    await other.end();
  });

  const looks = async (count: number, between: () => unknown = () => undefined) => {
    let ended = 0;
    for (let look = 0; look < count; look += 1) {
      await between();
      if (await silent.look(other)) ended += 1;
    }
    return ended;
  };

  it('is ended when it says nothing for long', async () => {
    const gone = new Promise<void>((resolve) => holder.once('end', resolve));
    expect(await looks(MANY)).toBe(1);
    await gone;
    const { rows } = await other.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS ours', [
      LOCK_CLASS,
      PBX,
    ]);
    expect(rows).toEqual([{ ours: true }]);
  });

  it('is left alone when it speaks now and then', async () => {
    let look = 0;
    const ended = await looks(MANY, () => {
      look += 1;
      return look % 5 === 0 ? holder.query('SELECT 1') : undefined;
    });
    expect([ended, isHeld]).toEqual([0, true]);
  });

  it('is left alone while the store keeps everybody waiting', async () => {
    let look = 0;
    const ended = await looks(MANY, () => {
      look += 1;
      if (look % 10 === 0) silent.forget();
    });
    expect([ended, isHeld]).toEqual([0, true]);
  });

  it('is left alone when it has the lock of another PBX', async () => {
    silent = new SilentHolder('another');
    expect([await looks(MANY), isHeld]).toEqual([0, true]);
  });
});
