import { until } from '@3cx-relay/testing';
import type { Page } from 'playwright-core';
import { DashboardWorld, open, settled, withBrowser } from './dashboard-world';
import { Receiver } from './receiver';

const COPY_SECRET = 'Copy the signing secret now';

withBrowser('the webhooks on the dashboard', (chromium) => {
  let world: DashboardWorld;
  let receiver: Receiver;
  let page: Page;

  beforeAll(async () => {
    receiver = await Receiver.start();
    // Quiet until a test makes a call, so that what comes is what it made.
    const env = { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' };
    world = await DashboardWorld.start(chromium, { env, callsPerMinute: 0 });
    page = await open(world, await world.context(await world.signInAsAdmin()), '/webhooks');
  });
  afterAll(async () => {
    await world?.stop();
    await receiver?.stop();
  });

  const dialog = () => page.getByRole('dialog');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  async function aFinishedCall(): Promise<void> {
    const call = await world.pbx.call({ from: '100', to: '101' });
    await world.pbx.steer(call, 'hangup', { dn: '100' });
  }

  async function toList(): Promise<void> {
    await page.goto(world.address('/webhooks'));
    await settled(page);
  }

  async function toDeliveries(): Promise<void> {
    await toList();
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
    await settled(page);
  }

  it('says at the field what is wrong with an address or an event type', async () => {
    await world.shootAll(page, 'webhooks-none');
    await button('New endpoint').click();
    await dialog().getByLabel('Address').fill('http://10.1.2.3/hooks');
    await dialog().getByRole('textbox', { name: 'Events' }).fill('call.ended, call.exploded');
    await button('Make endpoint').click();
    await dialog().getByRole('alert').first().waitFor();
    await world.shootAll(page, 'webhooks-form-errors');
    await dialog().getByRole('textbox', { name: 'Events' }).fill('call.ended');
    await button('Make endpoint').click();
    await dialog().locator('ui-field').getByText('is not a public address').waitFor();
    expect(await world.faults(page)).toEqual([]);
  });

  it('makes an endpoint and shows its secret this once', async () => {
    await dialog().getByLabel('Address').fill(receiver.url);
    await dialog().getByRole('textbox', { name: 'Events' }).fill('call.*');
    await dialog().getByLabel('Description').fill('The CRM of the sales team');
    await button('Make endpoint').click();
    await page.getByRole('heading', { name: COPY_SECRET }).waitFor();
    const secret = await page.getByLabel('Signing secret', { exact: true }).textContent();
    expect(secret).toMatch(/^whsec_/);
    await world.shootAll(page, 'webhooks-secret');
    await page.keyboard.press('Escape');
    expect(await dialog().isVisible()).toBe(true);
    await button('I have copied it').click();
    await dialog().waitFor({ state: 'detached' });
    await toList();
    expect(await page.content()).not.toContain(secret);
  });

  it('tells at once what the endpoint answered to a test event', async () => {
    await button(`Send test: ${receiver.url}`).click();
    await page.getByText(/The endpoint answered HTTP 200 after/).waitFor();
    receiver.status = 503;
    await button(`Send test: ${receiver.url}`).click();
    await page.getByText(/The test failed: HTTP 503 after/).waitFor();
    expect(receiver.received).toEqual(['connection.changed', 'connection.changed']);
    receiver.status = 200;
  });

  it('shows what was delivered, and what was answered', async () => {
    await aFinishedCall();
    await until('the end of the call came', () => receiver.received.includes('call.ended'));
    await toDeliveries();
    const row = page.getByRole('row').filter({ hasText: 'call.ended' });
    await row.getByText('Delivered', { exact: true }).waitFor();
    await world.shootAll(page, 'deliveries');
    await row.getByRole('button', { name: /^Show answers/ }).click();
    await dialog()
      .getByText(/HTTP 200 after/)
      .waitFor();
    await dialog().getByText('"heard":"call.ended"').waitFor();
    await world.shootAll(page, 'deliveries-answers');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('shows an endpoint that fails, and what still waits for it', async () => {
    receiver.status = 500;
    await aFinishedCall();
    await toList();
    await page.getByText('Failing', { exact: true }).waitFor();
    await world.shootAll(page, 'webhooks-failing');
    await toDeliveries();
    await page.getByLabel('State', { exact: true }).selectOption('Waiting');
    // The newest come first; of one call, only the oldest is tried until it is taken.
    const row = page.getByRole('row').filter({ hasText: 'Waiting' }).last();
    await row.getByRole('button', { name: /^Show answers/ }).click();
    await dialog()
      .getByText(/HTTP 500 after/)
      .first()
      .waitFor();
    await world.shootAll(page, 'deliveries-failing');
    expect(await world.faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('sends again what is asked for, and shows that it came', async () => {
    receiver.status = 200;
    await page.getByLabel('State', { exact: true }).selectOption('Delivered');
    await page.getByRole('row').filter({ hasText: 'call.ended' }).first().waitFor();
    const before = receiver.received.filter((type) => type === 'call.ended').length;
    await page
      .getByRole('row')
      .filter({ hasText: 'call.ended' })
      .getByRole('button', { name: /^Send again/ })
      .first()
      .click();
    await page.getByText('It is sent again.').waitFor();
    await until(
      'it came again',
      () => receiver.received.filter((type) => type === 'call.ended').length > before,
    );
  });

  it('says at the field that there is no such event to send from', async () => {
    await toList();
    await button(`Send again from …: ${receiver.url}`).click();
    await dialog().getByRole('textbox').fill('9'.repeat(26));
    await page.keyboard.press('Enter');
    await dialog().locator('ui-field').getByText('must be a sequence number').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  it('makes a new secret only when told to, and shows it this once', async () => {
    await toList();
    await button(`Rotate secret: ${receiver.url}`).click();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    await button(`Rotate secret: ${receiver.url}`).click();
    await button('Make new secret').click();
    await page.getByRole('heading', { name: COPY_SECRET }).waitFor();
    await page.getByText('The old secret is valid until').waitFor();
    await world.shootAll(page, 'webhooks-secret-rotated');
    await button('I have copied it').click();
  });

  it('deletes an endpoint only when told to', async () => {
    await button(`Delete: ${receiver.url}`).click();
    await dialog().waitFor();
    await world.shootAll(page, 'webhooks-delete');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    await button(`Delete: ${receiver.url}`).click();
    await button('Delete endpoint').click();
    await page.getByText('The endpoint is deleted.').waitFor();
    await page.getByText('No endpoints yet').waitFor();
  });
});
