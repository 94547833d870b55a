import { needs, openBrowser, Relay } from '@3cx-relay/testing';

needs('browser').describe('Swagger UI', (chromium) => {
  let relay: Relay;

  beforeAll(async () => {
    relay = await Relay.start({});
    await relay.untilOk();
  });
  afterAll(() => relay.stop());

  it('authorizes, tries a request out, and fetches nothing from elsewhere', async () => {
    const browser = await openBrowser(chromium);
    try {
      const page = await browser.newPage();
      const elsewhere: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(relay.url) && !url.startsWith('data:')) elsewhere.push(url);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(`${relay.url}/relay/docs`);
      await page.getByRole('button', { name: 'Authorize' }).first().click();
      await page
        .locator('.auth-container input[type="text"]')
        .first()
        .fill(await relay.apiKey());
      await page.locator('.auth-container button.authorize').first().click();
      await page.locator('.auth-container, .modal-ux').getByText('Close').first().click();
      const operation = page.locator('#operations-Calls-listActiveCalls');
      await operation.locator('.opblock-summary-control').click();
      await operation.getByRole('button', { name: 'Try it out' }).click();
      await operation.getByRole('button', { name: 'Execute' }).click();
      const answer = operation.locator('.live-responses-table .response-col_status');
      await answer.getByText('200').waitFor({ timeout: 15_000 });
      expect(await operation.locator('.live-responses-table').textContent()).toContain('asOf');
      expect(elsewhere).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
