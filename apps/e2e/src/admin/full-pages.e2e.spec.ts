import { until } from '@3cx-relay/testing';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';

/** Extensions through which a call goes, in this order. */
const HANDS = ['101', '102', '103', '104'] as const;

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

  it('tells every step of a call that went through many hands', async () => {
    const [first, ...others] = HANDS;
    const call = await world.pbx.call({ from: '100', to: first });
    const answer = (dn: string) =>
      until(`${dn} answers`, () => world.pbx.steer(call, 'answer', { dn }).then(() => true));
    await answer(first);
    let holder: string = first;
    for (const to of others) {
      await world.pbx.steer(call, 'transfer', { dn: holder, to });
      await answer(to);
      holder = to;
    }
    await world.pbx.steer(call, 'hangup', {});
    await until('the call is in the history', async () => (await items('/history')).length > 0);
    const page = await open(world, await world.context(admin), '/history');
    await world.shootAll(page, 'history-one');
    const journey = page.getByRole('link', { name: /^Journey: / });
    await journey.first().click();
    await page.getByRole('heading', { name: 'Time line' }).waitFor();
    for (const dn of HANDS) await page.getByText(`Extension ${dn}`).first().waitFor();
    await page.getByText('call.ended').first().waitFor();
    await world.shootAll(page, 'journey-long');
    expect(await world.faults(page)).toEqual([]);
    await page.context().close();
  });

  it('sorts a list over its pages by what the head of a column says', async () => {
    for (let i = 0; i < 30; i += 1) {
      const clientName = `Client ${String(i).padStart(2, '0')}`;
      await admin.call('POST', '/api-keys', { clientName, scopes: ['read'] });
    }
    const page = await open(world, await world.context(admin), '/api-keys');
    const first = page.locator('tbody tr').first();
    await first.getByText('Client 29').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('Page 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Client', exact: true }).click();
    await page.getByText('Page 1', { exact: true }).waitFor();
    await first.getByText('Client 00').waitFor();
    await page.getByRole('button', { name: 'Client', exact: true }).click();
    await first.getByText('Client 29').waitFor();
    await world.shootAll(page, 'api-keys-many');
    await page.context().close();
  });
});
