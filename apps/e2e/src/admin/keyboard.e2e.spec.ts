import { ADMIN } from '@3cx-relay/testing';
import type { Page } from 'playwright-core';
import { focused, press } from './by-keyboard';
import { DashboardWorld, settled, withBrowser } from './dashboard-world';

withBrowser('the dashboard by keyboard alone', (chromium) => {
  let world: DashboardWorld;
  let page: Page;

  beforeAll(async () => {
    world = await DashboardWorld.start(chromium);
    const context = await world.context(null, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
  });
  afterAll(() => world?.stop());

  it('begins at the user name and signs in with Enter', async () => {
    await page.goto(world.address('/'));
    await settled(page);
    await page.locator('input[name=username]:focus').waitFor();
    await page.keyboard.type(ADMIN.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  });

  it('skips the navigation', async () => {
    await page.goto(world.address('/api-keys'));
    await settled(page);
    await page.keyboard.press('Tab');
    expect((await focused(page)).name).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect((await focused(page)).id).toBe('content');
  });

  it('makes a key, copies it and comes back to where it was', async () => {
    await press(page, 'New key');
    await page.locator('input[name=clientName]:focus').waitFor();
    await page.keyboard.type('Keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Copy the key now' }).waitFor();
    const key = await page.getByLabel('API key', { exact: true }).textContent();
    await press(page, 'Copy');
    await page.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(key);
    await press(page, 'I have copied it');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await focused(page)).name).toBe('New key');
  });

  it('leaves a question by Escape and revokes only when told to', async () => {
    const revoke = 'Revoke: Keyboard';
    await press(page, revoke);
    await page.getByRole('dialog').waitFor();
    expect((await focused(page)).name).toBe('Cancel');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await focused(page)).name).toBe(revoke);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Shift+Tab');
    expect((await focused(page)).name).toBe('Revoke key');
    await page.keyboard.press('Enter');
    await page.getByText('The key is revoked.').waitFor();
    await page.getByRole('button', { name: revoke }).waitFor({ state: 'detached' });
  });
});
