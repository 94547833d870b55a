import { ADMIN } from '@3cx-relay/testing';
import type { Page } from 'playwright-core';
import { codeNow } from './authenticator';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';

const DEFAULT_PASSWORD = 'admin123';
const TOO_OFTEN = /Wait|Too many/;

withBrowser('coming into the dashboard and going', (chromium) => {
  let world: DashboardWorld;
  let page: Page;
  let recovery: string[] = [];

  beforeAll(async () => {
    // As it is after the first start: nobody has chosen a password yet.
    const env = { ADMIN_PASSWORD: DEFAULT_PASSWORD };
    world = await DashboardWorld.start(chromium, { env, callsPerMinute: 0 });
    page = await open(world, await world.context(null), '/');
  });
  afterAll(() => world?.stop());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');

  async function signIn(password: string): Promise<void> {
    await page.locator('input[name=username]').fill(ADMIN.username);
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
  }

  it('shows nothing to the default password until another is chosen', async () => {
    await signIn(DEFAULT_PASSWORD);
    const choose = page.getByRole('heading', { name: 'Choose a new password' });
    await choose.waitFor();
    for (const route of ['/', '/calls', '/users']) {
      await page.goto(world.address(route));
      await settled(page);
      expect(page.url()).toContain('/sign-in');
    }
    await choose.waitFor();
    await page.locator('input[name=current]').fill(DEFAULT_PASSWORD);
    await page.locator('input[name=next]').fill(ADMIN.password);
    await page.locator('input[name=repeat]').fill('something else entirely');
    await page.keyboard.press('Enter');
    await page.getByText('The two are not the same.').waitFor();
    await world.shootAll(page, 'choose-password-mismatch');
    expect(await world.faults(page)).toEqual([]);
    await page.locator('input[name=repeat]').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('tells when each connection and what it rests on ends, and how it was', async () => {
    await page.goto(world.address('/'));
    await settled(page);
    const xapi = page.getByRole('article', { name: 'XAPI' });
    for (const name of ['Token expires', 'Licence expires', 'PBX version']) {
      const value = xapi.locator(`dt:text-is("${name}") + dd`);
      // What a page that came first lacks it reads again after a minute.
      await value.filter({ hasNotText: '–' }).waitFor({ timeout: 90_000 });
    }
    for (const name of ['PBX database', 'XAPI', 'Call Control']) {
      const card = page.getByRole('article', { name });
      for (const span of ['Last 24 hours', 'Last 30 days']) {
        await card.getByText(span, { exact: true }).waitFor();
      }
    }
  });

  it('turns the second factor on and gives recovery codes once', async () => {
    await page.goto(world.address('/account'));
    await settled(page);
    await button('Set up').click();
    await dialog().locator('input[name=currentPassword]').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    const secret = (await page.getByLabel('Secret', { exact: true }).textContent()) ?? '';
    await world.shootAll(page, 'second-factor-secret');
    expect(await world.faults(page)).toEqual([]);
    await dialog().locator('input[name=code]').fill('000000');
    await page.keyboard.press('Enter');
    await dialog().locator('[role=alert]').first().waitFor();
    await dialog().locator('input[name=code]').fill(codeNow(secret.trim()));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    await world.shootAll(page, 'second-factor-codes');
    const codes = await page
      .getByLabel('Keep your recovery codes', { exact: true })
      .last()
      .textContent();
    recovery = (codes ?? '').trim().split(/\s+/);
    expect(recovery.length).toBeGreaterThan(5);
    await button('I have kept them').click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText(`Recovery codes left: ${recovery.length}.`).waitFor();
    await world.shootAll(page, 'second-factor-on');
  });

  it('asks for the code at the next sign-in, and takes a recovery code once', async () => {
    await button('Sign out').click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(ADMIN.password);
    const code = page.locator('input[name=totp]');
    await page.locator('input[name=totp]:focus').waitFor();
    await world.shootAll(page, 'sign-in-code');
    expect(await world.faults(page)).toEqual([]);
    await code.fill(recovery[0] ?? '');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await page.goto(world.address('/account'));
    await page.getByText(`Recovery codes left: ${recovery.length - 1}.`).waitFor();
  });

  it('turns the second factor off for the password and a code', async () => {
    await button('Turn off').click();
    await dialog().locator('input[name=currentPassword]').fill(ADMIN.password);
    await dialog()
      .locator('input[name=code]')
      .fill(recovery[1] ?? '');
    await page.keyboard.press('Enter');
    await page.getByText('The second factor is off.').waitFor();
    await button('Set up').waitFor();
  });

  it('leads to the sign-in and back when the session is ended elsewhere', async () => {
    const elsewhere = await world.signInAsAdmin();
    await page.goto(world.address('/history'));
    await settled(page);
    expect((await elsewhere.call('POST', '/sessions/end-others')).ok).toBe(true);
    await page.getByText('Your session has ended. Sign in to go on.').waitFor();
    await world.shootAll(page, 'session-ended');
    await signIn(ADMIN.password);
    await page.getByRole('heading', { name: 'History' }).waitFor();
  });

  it('ends one session, or all others, from the account', async () => {
    await world.signInAsAdmin();
    await page.goto(world.address('/account'));
    await settled(page);
    await page.getByText('This session', { exact: true }).waitFor();
    await world.shootAll(page, 'account-sessions');
    await button('End all others').click();
    await button('End sessions').click();
    await page.getByText('The session has ended.').waitFor();
    await button('End all others').waitFor({ state: 'detached' });
  });

  it('says to a stranger who guesses that he has to wait, and lets others in', async () => {
    const stranger = await open(world, await world.context(null), '/sign-in');
    for (let guess = 1; guess <= 6; guess += 1) {
      await stranger.locator('input[name=username]').fill('mallory');
      await stranger.locator('input[name=password]').fill(`guess number ${guess}`);
      const answer = stranger.waitForResponse((response) => response.url().endsWith('/login'));
      // While the answer before is under way, nothing can be sent.
      await stranger.locator('form button:enabled').waitFor();
      await stranger.keyboard.press('Enter');
      expect((await answer).status()).toBe(guess <= 5 ? 401 : 429);
    }
    await stranger.getByRole('alert').filter({ hasText: TOO_OFTEN }).waitFor();
    await world.shootAll(stranger, 'sign-in-wait');
    await stranger.context().close();
    await button('Sign out').click();
    await signIn(ADMIN.password);
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  });
});
