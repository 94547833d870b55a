import { DashboardWorld, open, withBrowser } from './dashboard-world';

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
  'users-new': ['/users', 'New user'],
  'errors-acknowledge': ['/errors', 'Acknowledge all'],
  'account-second-factor': ['/account', 'Set up'],
} as const;
/** Each theme and each width once; what axe finds depends on either, hardly on both. */
const VARIANTS = [
  { name: '1440-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: '390-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

withBrowser('the dashboard for everybody', (chromium) => {
  let world: DashboardWorld;
  let admin: Awaited<ReturnType<DashboardWorld['signInAsAdmin']>>;

  beforeAll(async () => {
    world = await DashboardWorld.start(chromium);
    admin = await world.signInAsAdmin();
    await admin.call('POST', '/api-keys', { clientName: 'Wallboard', scopes: ['read'] });
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
  }

  it('has no fault that axe finds in its dialogs, in either theme', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await world.context(admin, { colorScheme });
      for (const [title, [route, button]] of Object.entries(DIALOGS)) {
        const page = await open(world, context, route);
        await page.getByRole('button', { name: button, exact: true }).click();
        await page.getByRole('dialog').waitFor();
        expect({ title, faults: await world.faults(page) }).toEqual({ title, faults: [] });
        await world.shoot(page, `${title}-1440-${colorScheme}`);
        await page.close();
      }
      await context.close();
    }
  });
});
