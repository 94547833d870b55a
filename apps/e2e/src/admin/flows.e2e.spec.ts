import { until } from '@3cx-relay/testing';
import { DashboardWorld, open, withBrowser } from './dashboard-world';

const NEWCOMER = { username: 'nils', password: 'was set for him' };

withBrowser('what one does on the dashboard', (chromium) => {
  let world: DashboardWorld;
  let admin: Awaited<ReturnType<DashboardWorld['signInAsAdmin']>>;

  beforeAll(async () => {
    world = await DashboardWorld.start(chromium);
    admin = await world.signInAsAdmin();
    await admin.call('POST', '/users', { role: 'viewer', ...NEWCOMER, mustChangePassword: true });
  });
  afterAll(() => world?.stop());

  it('lets nobody in whose password was set for him until he chose one', async () => {
    const context = await world.context(null);
    const page = await open(world, context, '/history');
    await page.getByLabel('User name').fill(NEWCOMER.username);
    await page.getByLabel('Password').fill(NEWCOMER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await world.shoot(page, 'choose-password-1440');
    await page.locator('input[name=next]:focus').waitFor();
    await page.keyboard.type('his very own words');
    await page.keyboard.press('Tab');
    await page.keyboard.type('his very own words');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await context.close();
  });

  it('kills the old key at once when a key is rotated with no overlap', async () => {
    const made = await admin.call('POST', '/api-keys', { clientName: 'CRM', scopes: ['read'] });
    const { key: old } = (await made.json()) as { key: string };
    const context = await world.context(admin);
    const page = await open(world, context, '/api-keys');
    await page.getByRole('button', { name: 'Rotate: CRM' }).click();
    await page.getByLabel('Hours the old key keeps working').fill('0');
    await page.getByRole('button', { name: 'Make new secret' }).click();
    const now = (await page.getByLabel('API key', { exact: true }).textContent()) ?? '';
    await world.shoot(page, 'api-keys-shown-once-1440');
    const status = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${world.relay.url}/relay/active-calls`, { headers })).status;
    };
    expect({ old: await status(old), now: await status(now) }).toEqual({ old: 401, now: 200 });
    await context.close();
  });

  it('makes a connection anew when it was asked and confirmed', async () => {
    const context = await world.context(admin);
    const page = await open(world, context, '/');
    await page.getByRole('button', { name: 'Reconnect: XAPI' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reconnect', exact: true }).click();
    await page.getByText('XAPI is being connected anew.').waitFor();
    await page
      .getByRole('article', { name: 'XAPI' })
      .getByText('Connected', { exact: true })
      .waitFor();
    await context.close();
  });

  it('opens the journey of a finished call from the history', async () => {
    const call = await world.pbx.call({ from: '100', to: '101' });
    await world.pbx.steer(call, 'hangup', { dn: '100' });
    await until('the call is in the history', async () => {
      const answer = await admin.call('GET', '/history?limit=1');
      return ((await answer.json()) as { items: unknown[] }).items.length > 0;
    });
    const context = await world.context(admin);
    const page = await open(world, context, '/history');
    await page
      .getByRole('link', { name: /^Journey: / })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Time line' }).waitFor();
    await page.getByText('call.started').first().waitFor();
    await world.shoot(page, 'journey-1440');
    await context.close();
  });

  it('keeps who acknowledged an error, and with which note', async () => {
    await world.pbx.addFault({ kind: 'refuse', status: 503 });
    await world.pbx.addFault({ kind: 'drop-socket', durationMs: 60_000 });
    const context = await world.context(admin);
    const isTold = async () => {
      const { items } = (await (await admin.call('GET', '/errors')).json()) as { items: unknown[] };
      return items.length > 0;
    };
    await until('an error is told', isTold, { limitMs: 40_000 });
    await world.pbx.clearFaults();
    await world.relay.untilOk();
    const page = await open(world, context, '/errors');
    await world.shoot(page, 'errors-open-1440');
    await page.getByRole('button', { name: 'Acknowledge all' }).click();
    await page.getByLabel('Note').fill('the PBX was restarted');
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await page.getByLabel('State').selectOption('Acknowledged');
    await page.getByText('the PBX was restarted').first().waitFor();
    await page.getByText('by admin').first().waitFor();
    await world.shoot(page, 'errors-acknowledged-1440');
    await context.close();
  });

  it('says so when the relay is gone, keeps what was seen, and goes on after', async () => {
    const context = await world.context(admin);
    const page = await open(world, context, '/');
    await page.getByText('Live', { exact: true }).waitFor();
    await world.relay.program.stop();
    await page.getByText('The live connection to the relay is lost.').waitFor();
    expect(await page.getByRole('article', { name: 'XAPI' }).isVisible()).toBe(true);
    await world.shoot(page, 'live-connection-lost-1440');
    await world.relay.restart();
    await page.getByText('Live', { exact: true }).waitFor();
    await page
      .getByText('The live connection to the relay is lost.')
      .waitFor({ state: 'detached' });
    await context.close();
  });
});
