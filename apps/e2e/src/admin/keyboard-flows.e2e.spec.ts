import { readFile } from 'node:fs/promises';
import { until } from '@3cx-relay/testing';
import type { Page } from 'playwright-core';
import { focused, press, tabTo } from './by-keyboard';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';
import { Receiver } from './receiver';

/** What one does day by day, with no mouse at all. */
withBrowser('the work on the dashboard by keyboard alone', (chromium) => {
  let world: DashboardWorld;
  let receiver: Receiver;
  let admin: Awaited<ReturnType<DashboardWorld['signInAsAdmin']>>;
  let page: Page;

  beforeAll(async () => {
    receiver = await Receiver.start();
    const env = { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' };
    world = await DashboardWorld.start(chromium, { env, callsPerMinute: 0 });
    admin = await world.signInAsAdmin();
    page = await open(world, await world.context(admin), '/');
  });
  afterAll(async () => {
    await world?.stop();
    await receiver?.stop();
  });

  const items = async (route: string) =>
    ((await (await admin.call('GET', route)).json()) as { items: unknown[] }).items;

  async function to(route: string): Promise<void> {
    await page.goto(world.address(route));
    await settled(page);
  }

  async function aFinishedCall(to: string): Promise<void> {
    const before = (await items('/history')).length;
    const call = await world.pbx.call({ from: '100', to });
    await world.pbx.steer(call, 'hangup', { dn: '100' });
    await until('it is in the history', async () => (await items('/history')).length > before);
  }

  it('changes the theme, which stays over a reload', async () => {
    const theme = () => page.evaluate<string | undefined>('document.documentElement.dataset.theme');
    await press(page, 'Theme: as the system');
    const first = await until('a theme is chosen', theme);
    await page.keyboard.press('Enter');
    const second = await until('it is another', async () => {
      const now = await theme();
      return now === first ? undefined : now;
    });
    expect([first, second].toSorted()).toEqual(['dark', 'light']);
    await page.reload();
    await settled(page);
    expect(await theme()).toBe(second);
  });

  it('makes an endpoint, tests it and sends again what it got', async () => {
    await to('/webhooks');
    await press(page, 'New endpoint');
    await page.locator('input[name=url]:focus').waitFor();
    await page.keyboard.type(receiver.url);
    await page.keyboard.press('Enter');
    await press(page, 'I have copied it');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await focused(page)).name).toBe('New endpoint');
    await press(page, `Send test: ${receiver.url}`);
    await page.getByText(/The endpoint answered HTTP 200 after/).waitFor();
    await aFinishedCall('103');
    await until('its end came', () => receiver.received.includes('call.ended'));
    await press(page, receiver.url);
    await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
    await settled(page);
    // A test event never happened, so it is not offered again.
    const again = page.getByRole('button', { name: /^Send again/ });
    await page.getByRole('row').filter({ hasText: 'test' }).waitFor();
    expect(await again.count()).toBe((await page.locator('tbody tr').count()) - 1);
    const before = receiver.received.length;
    await press(page, /^Send again/);
    await page.getByText('It is sent again.').waitFor();
    await until('it came again', () => receiver.received.length > before);
  });

  it('narrows the history, takes it as CSV and opens a journey', async () => {
    await aFinishedCall('101');
    await aFinishedCall('102');
    await to('/history');
    await tabTo(page, /Extension/);
    await page.keyboard.type('102');
    await page.keyboard.press('Enter');
    const journeys = page.getByRole('link', { name: /^Journey: / });
    await until('one call is left', async () => (await journeys.count()) === 1);
    await tabTo(page, 'Download CSV');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.keyboard.press('Enter'),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('102');
    await press(page, /^Journey: /);
    await page.getByRole('heading', { name: 'Time line' }).waitFor();
  });

  it('finds a call by its number', async () => {
    await to('/journey');
    await tabTo(page, 'Number, DN or call id');
    await page.keyboard.type('102');
    await press(page, /^Open: /);
    await page.getByRole('heading', { name: 'Time line' }).waitFor();
    await page.getByText('call.ended').first().waitFor();
  });

  it('makes a user and deletes him when told to', async () => {
    await to('/users');
    const answers = { kim: 'The user is made.', KIM: 'This name is taken. Choose another.' };
    for (const [name, answer] of Object.entries(answers)) {
      await press(page, 'New user');
      await page.locator('input[name=username]:focus').waitFor();
      await page.keyboard.type(name);
      await page.keyboard.press('Tab');
      await page.keyboard.type('eyes only, no hands');
      await page.keyboard.press('Enter');
      await page.getByText(answer).waitFor();
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press(page, 'Delete: kim');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The user is deleted.').waitFor();
    await page.getByRole('button', { name: 'Delete: kim' }).waitFor({ state: 'detached' });
  });

  it('acknowledges an error with a note', async () => {
    await world.pbx.addFault({ kind: 'refuse', status: 503 });
    await world.pbx.addFault({ kind: 'drop-socket', durationMs: 60_000 });
    await until('an error is told', async () => (await items('/errors')).length > 0, {
      limitMs: 40_000,
    });
    await world.pbx.clearFaults();
    await world.relay.untilOk();
    await to('/errors');
    await press(page, 'Acknowledge all');
    await page.locator('textarea[name=note]:focus').waitFor();
    await page.keyboard.type('a planned restart');
    await press(page, 'Acknowledge');
    await page.getByText('Acknowledged.', { exact: true }).waitFor();
    await tabTo(page, 'State');
    await page.keyboard.type('Ack');
    await page.getByText('a planned restart').first().waitFor();
  });
});
