import { until } from '@3cx-relay/testing';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';

/** Pages as they are after a while, in both themes, at a desk and on a phone. */
withBrowser('pages with much in them', (chromium) => {
  let world: DashboardWorld;
  let admin: Awaited<ReturnType<DashboardWorld['signInAsAdmin']>>;

  beforeAll(async () => {
    world = await DashboardWorld.start(chromium, { callsPerMinute: 0 });
    admin = await world.signInAsAdmin();
  });
  afterAll(() => world?.stop());

  const items = async (route: string) =>
    ((await (await admin.call('GET', route)).json()) as { items: unknown[] }).items;

  it('says of a history filtered to nothing that it is filtered', async () => {
    const call = await world.pbx.call({ from: '100', to: '101' });
    await world.pbx.steer(call, 'hangup', { dn: '100' });
    await until('the call is in the history', async () => (await items('/history')).length > 0);
    const page = await open(world, await world.context(admin), '/history');
    await page.getByRole('textbox', { name: 'Number' }).fill('0000000');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('Nothing matches').waitFor();
    await world.shootAll(page, 'history-nothing');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page
      .getByRole('link', { name: /^Journey: / })
      .first()
      .waitFor();
    await page.context().close();
  });

  it('shows errors of every kind, and the dashboard while they last', async () => {
    await world.pbx.addFault({ kind: 'refuse', status: 503 });
    await world.pbx.addFault({ kind: 'drop-socket', durationMs: 60_000 });
    await until('errors are told', async () => (await items('/errors')).length >= 2, {
      limitMs: 40_000,
    });
    const page = await open(world, await world.context(admin), '/errors');
    await page.getByText('Details').first().click();
    await world.shootAll(page, 'errors-many');
    expect(await world.faults(page)).toEqual([]);
    await page.goto(world.address('/'));
    await settled(page);
    await world.shootAll(page, 'dashboard-faults');
    await world.pbx.clearFaults();
    await page.context().close();
  });
});
