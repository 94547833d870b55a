import { until } from '@3cx-relay/testing';
import type { Page } from 'playwright-core';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';

const VIEWER = { username: 'vera', password: 'only looks at it' };
const SHARED = {
  dashboard: '/',
  calls: '/calls',
  history: '/history',
  'journey-search': '/journey?search=101',
  consumers: '/consumers',
  errors: '/errors',
  account: '/account',
} as const;
const FOR_ADMINS = ['/api-keys', '/webhooks', '/users', '/audit'];

/** What one can press, fill in or follow, by its name without who is signed in or a count. */
const CONTROLS = `[...document.querySelectorAll('a[href], button, input, select, textarea')]
  .filter((e) => e.checkVisibility() && !e.matches('a[href$="/account"]'))
  .map((e) => (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent)
    .replace(/\\s+/g, ' ').trim().replace(/\\d+$/, ''))`;

withBrowser('the dashboard of a viewer', (chromium) => {
  let world: DashboardWorld;
  let admin: Awaited<ReturnType<DashboardWorld['signInAsAdmin']>>;
  let viewer: typeof admin;
  let page: Page;
  const refused: string[] = [];

  beforeAll(async () => {
    world = await DashboardWorld.start(chromium, { callsPerMinute: 0 });
    admin = await world.signInAsAdmin();
    await admin.call('POST', '/users', { ...VIEWER, role: 'viewer', mustChangePassword: false });
    const call = await world.pbx.call({ from: '100', to: '101' });
    await world.pbx.steer(call, 'hangup', { dn: '100' });
    await world.pbx.addFault({ kind: 'drop-socket', durationMs: 60_000 });
    for (const route of ['/history', '/errors']) {
      await until(`${route} has something`, async () => (await items(route)).length > 0, {
        limitMs: 40_000,
      });
    }
    await world.pbx.clearFaults();
    await world.relay.untilOk();
    viewer = await world.signIn(VIEWER);
    const context = await world.context(viewer);
    context.on('response', (response) => {
      if (response.status() === 403)
        refused.push(`${response.request().method()} ${response.url()}`);
    });
    page = await open(world, context, '/');
  });
  afterAll(() => world?.stop());

  const items = async (route: string) =>
    ((await (await admin.call('GET', route)).json()) as { items: { callId: string }[] }).items;

  /** By the names of their screenshots. */
  async function pages(): Promise<Record<string, string>> {
    const [call] = await items('/history');
    return { ...SHARED, journey: `/journey/${call?.callId ?? ''}` };
  }

  async function controls(of: Page, route: string): Promise<Set<string>> {
    await of.goto(world.address(route));
    await settled(of);
    return new Set(await of.evaluate<string[]>(CONTROLS));
  }

  it('has each control of an admin but those for admins alone', async () => {
    const other = await open(world, await world.context(admin), '/');
    const missing: Record<string, string[]> = {};
    for (const [name, route] of Object.entries(await pages())) {
      const mine = await controls(page, route);
      const theirs = await controls(other, route);
      const more = [...mine].filter((control) => !theirs.has(control));
      expect({ name, more }).toEqual({ name, more: [] });
      missing[name] = [...theirs].filter((control) => !mine.has(control));
    }
    await other.context().close();
    const navigation = ['API keys', 'Webhooks', 'Users', 'Audit'];
    const { dashboard = [], errors = [], ...rest } = missing;
    expect(dashboard).toEqual([
      ...navigation,
      ...['PBX database', 'XAPI', 'Call Control'].map((name) => `Reconnect: ${name}`),
    ]);
    expect(errors.slice(0, 5)).toEqual([...navigation, 'Acknowledge all']);
    expect(errors.slice(5).every((name) => /^(Select|Acknowledge): /.test(name))).toBe(true);
    for (const names of Object.values(rest)) expect(names).toEqual(navigation);
  });

  it('is not led to the pages for admins', async () => {
    for (const route of FOR_ADMINS) {
      await page.goto(world.address(route));
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    }
    expect(refused).toEqual([]);
    expect((await viewer.call('GET', '/users')).status).toBe(403);
  });

  it('is refused nothing, whatever there is to press', async () => {
    for (const [name, route] of Object.entries(await pages())) {
      await page.goto(world.address(route));
      await settled(page);
      const buttons = page.locator('main button:visible:enabled');
      // What is pressed may take other buttons away.
      for (let n = 0; n < (await buttons.count()); n += 1) {
        await buttons.nth(n).click();
        // What it opens is drawn by the second frame; Escape before that would close nothing.
        await page.evaluate(
          'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
        );
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await settled(page);
      await world.shoot(page, `viewer-${name}-1440`);
    }
    expect(refused).toEqual([]);
  });
});
