import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ADMIN, needs, openBrowser, Pbx, Relay, WORKSPACE } from '@3cx-relay/testing';
import type { Browser, Page } from 'playwright-core';

const SHOTS = path.join(WORKSPACE, 'test-output/screenshots');

needs('browser').describe('the dashboard in a browser', (chromium) => {
  let pbx: Pbx;
  let relay: Relay;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    pbx = await Pbx.start({ seed: 3 });
    relay = await Relay.start({ pbx });
    await relay.untilOk();
    browser = await openBrowser(chromium);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  });
  afterAll(async () => {
    await browser?.close();
    await relay.stop();
    await pbx.stop();
  });

  it('refuses a wrong password and says so', async () => {
    await page.goto(`${relay.url}/admin/`);
    await page.getByLabel(/user/i).first().fill(ADMIN.username);
    await page
      .getByLabel(/password/i)
      .first()
      .fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText(/wrong user name or password/i).waitFor();
  });

  it('shows three connected connections after signing in', async () => {
    await page
      .getByLabel(/password/i)
      .first()
      .fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    for (const name of ['PBX database', 'XAPI', 'Call Control']) {
      await page.getByText(name, { exact: true }).first().waitFor();
    }
    await page.getByText('Connected', { exact: true }).nth(2).waitFor();
    await page.screenshot({ path: path.join(SHOTS, 'dashboard-1440.png') });
  });

  it('shows a call as it begins, without a reload', async () => {
    await page.getByRole('link', { name: 'Calls', exact: true }).click();
    const callId = await pbx.call({ from: '100', to: '101' });
    await page.getByText('Ben Baker (101)').first().waitFor();
    await page.screenshot({ path: path.join(SHOTS, 'calls-1440.png') });
    await pbx.steer(callId, 'hangup', { dn: '100' });
    await page.getByText('Ben Baker (101)').first().waitFor({ state: 'detached' });
  });

  it('leads a deep link to its page', async () => {
    await page.goto(`${relay.url}/admin/ui/history`);
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    await page.screenshot({ path: path.join(SHOTS, 'history-390.png') });
  });
});
