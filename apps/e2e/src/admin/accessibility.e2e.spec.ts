import { until } from '@3cx-relay/testing';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';

const PAGES = {
  dashboard: '/',
  calls: '/calls',
  history: '/history',
  'journey-search': '/journey',
  consumers: '/consumers',
  'api-keys': '/api-keys',
  webhooks: '/webhooks',
  errors: '/errors',
  users: '/users',
  audit: '/audit',
  account: '/account',
  'not-found': '/no-such-page',
} as const;
const DIALOGS = {
  'api-keys-new': ['/api-keys', 'New key'],
  'api-keys-rotate': ['/api-keys', 'Rotate: Wallboard'],
  'api-keys-usage': ['/api-keys', 'Usage: Wallboard'],
  'api-keys-revoke': ['/api-keys', 'Revoke: Wallboard'],
  'webhooks-new': ['/webhooks', 'New endpoint'],
  'dashboard-reconnect': ['/', 'Reconnect: XAPI'],
  'users-new': ['/users', 'New user'],
  'users-edit': ['/users', 'Edit: admin'],
  'errors-acknowledge': ['/errors', 'Acknowledge all'],
  'account-second-factor': ['/account', 'Set up'],
} as const;
/** A desk and a phone, each by day and by night. */
const VARIANTS = [
  { name: '1440-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: '1440-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: '390-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: '390-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

withBrowser('the dashboard for everybody', (chromium) => {
  let world: DashboardWorld;
  let admin: Awaited<ReturnType<DashboardWorld['signInAsAdmin']>>;

  beforeAll(async () => {
    world = await DashboardWorld.start(chromium);
    admin = await world.signInAsAdmin();
    await admin.call('POST', '/api-keys', { clientName: 'Wallboard', scopes: ['read'] });
    await world.pbx.addFault({ kind: 'drop-socket', durationMs: 60_000 });
    const isTold = async () => {
      const { items } = (await (await admin.call('GET', '/errors')).json()) as { items: unknown[] };
      return items.length > 0;
    };
    await until('there is an error to acknowledge', isTold, { limitMs: 40_000 });
    await world.pbx.clearFaults();
    await world.relay.untilOk();
  });
  afterAll(() => world?.stop());

  for (const { name, ...variant } of VARIANTS) {
    it(`has no fault that axe finds on any page, nor a line too wide, at ${name}`, async () => {
      const found: Record<string, readonly string[]> = {};
      const context = await world.context(admin, variant);
      for (const [title, route] of Object.entries(PAGES)) {
        const page = await open(world, context, route);
        found[title] = await world.faults(page);
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect({ title, width }).toEqual({ title, width: variant.viewport.width });
        await world.shoot(page, `${title}-${name}`);
        await page.close();
      }
      const stranger = await world.context(null, variant);
      const signIn = await open(world, stranger, '/sign-in');
      found['sign-in'] = await world.faults(signIn);
      await world.shoot(signIn, `sign-in-${name}`);
      await Promise.all([context.close(), stranger.close()]);
      expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
    });

    it(`has no fault that axe finds in its dialogs, nor a line too wide, at ${name}`, async () => {
      const context = await world.context(admin, variant);
      for (const [title, [route, button]] of Object.entries(DIALOGS)) {
        const page = await open(world, context, route);
        await page.getByRole('button', { name: button, exact: true }).click();
        await page.getByRole('dialog').waitFor();
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        const found = { title, width, faults: await world.faults(page) };
        expect(found).toEqual({ title, width: variant.viewport.width, faults: [] });
        await world.shoot(page, `${title}-${name}`);
        await page.close();
      }
      await context.close();
    });
  }

  it.each([360, 768, 3840])('has nothing too wide on any page at %i px', async (width) => {
    const context = await world.context(admin, { viewport: { width, height: 740 } });
    const page = await open(world, context, '/');
    for (const [title, route] of Object.entries(PAGES)) {
      await page.goto(world.address(route));
      await settled(page);
      const wide = await page.evaluate<number>('document.scrollingElement.scrollWidth');
      const tables = await page.evaluate<boolean[]>(`
        [...document.querySelectorAll('[role=region]:has(> table)')].map(
          (table) => table.scrollWidth <= table.clientWidth)`);
      expect({ title, wide, tables }).toEqual({
        title,
        wide: width,
        tables: tables.map(() => true),
      });
    }
    await context.close();
  });

  it('shows the numbers of a call whole on a small phone, however long the names are', async () => {
    const context = await world.context(admin, { viewport: { width: 360, height: 740 } });
    for (const route of ['/', '/calls']) {
      const page = await open(world, context, route);
      await page.locator('admin-call-parties').first().waitFor();
      const cut = await page.evaluate<string[]>(`
        [...document.querySelectorAll('admin-call-parties .party')].flatMap((party) => {
          const name = party.querySelector('.name');
          if (name) name.textContent = 'A name that is longer than any phone is wide';
          const figures = party.querySelector('.figures');
          if (figures) figures.textContent = '(+4915112345678901)';
          const isCut = figures && figures.scrollWidth > figures.clientWidth;
          const isOut = party.getBoundingClientRect().right > innerWidth;
          return isCut || isOut ? [party.textContent] : [];
        })`);
      expect({ route, cut }).toEqual({ route, cut: [] });
      await page.close();
    }
    await context.close();
  });
});
