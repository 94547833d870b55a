import { until } from '@3cx-relay/testing';
import { Databases } from '../testing';
import { ChannelSession } from './channel-session';

describe('a session that hears a channel', () => {
  let databases: Databases;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());

  it('hears what is announced from its beginning on, on its channel alone', async () => {
    const { options, db } = await databases.connect(1);
    const heard: string[] = [];
    const of = { databaseUrl: options.databaseUrl, applicationName: 'a listener' };
    await db.query("NOTIFY news, 'before'");
    const session = await ChannelSession.open({ ...of, channel: 'news' }, (said) =>
      heard.push(said),
    );
    await db.query("NOTIFY other, 'elsewhere'");
    await db.query("NOTIFY news, 'now'");
    await until('it is heard', () => heard.length > 0);
    expect(heard).toEqual(['now']);
    await session.close();
    expect(session.ended.aborted).toBe(true);
    await db.destroy();
  });

  it('says that it has ended when the server ends it', async () => {
    const { options, db } = await databases.connect(1);
    const { ended } = await ChannelSession.open(
      { databaseUrl: options.databaseUrl, channel: 'news', applicationName: 'ended by force' },
      () => undefined,
    );
    await db.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ended by force'",
    );
    await until('the session has ended', () => ended.aborted);
    await db.destroy();
  });

  it('is refused where there is no server', async () => {
    const databaseUrl = 'postgres://nobody@127.0.0.1:1/none';
    const options = { databaseUrl, channel: 'news', applicationName: 'a listener' };
    await expect(ChannelSession.open(options, () => undefined)).rejects.toThrow(/ECONNREFUSED/);
  });
});
