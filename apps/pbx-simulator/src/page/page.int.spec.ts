import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { needs, openBrowser, until } from '@3cx-relay/testing';
import type { Browser, Page } from 'playwright-core';
import { Simulated } from '../testing/simulated';

let pbx: Simulated;
beforeAll(async () => {
  pbx = await Simulated.start();
});
afterAll(() => pbx.stop());

describe('the files of the page', () => {
  it('are sent with a policy that lets in nothing from elsewhere', async () => {
    const page = await pbx.get('/_sim/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.body).not.toMatch(/<script>|<style|style=|https?:/);
  });

  it('lie under the address with a slash', async () => {
    const answer = await fetch(`${pbx.url}/_sim`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/_sim/']);
  });

  it.each(['/_sim/page/main.ts', '/_sim/page/..%2findex.html', '/_sim/page/nothing.js'])(
    'do not include %s',
    async (path) => {
      expect((await pbx.get(path)).status).toBe(404);
    },
  );
});

describe('/_sim/stream', () => {
  it('tells the state at once, and frames as they go out', async () => {
    await pbx.signIn();
    await pbx.socket();
    const abort = new AbortController();
    const { body, headers } = await fetch(`${pbx.url}/_sim/stream`, { signal: abort.signal });
    expect(headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const reading = body
      ?.pipeThrough(new TextDecoderStream())
      .pipeTo(new WritableStream({ write: (chunk) => void (text += chunk) }));
    const ended = reading?.catch(() => 'ended');
    const hears = (name: string) =>
      until(`${name} is told`, () => text.includes(`event: ${name}\n`));
    for (const name of ['calls', 'dns', 'faults', 'rates', 'clock']) await hears(name);
    expect(text).not.toContain('event: frames');
    await pbx.place({ from: '103', to: '104' });
    await hears('frames');
    expect(text).toContain('/callcontrol/103/participants/');
    abort.abort();
    expect(await ended).toBe('ended');
    await pbx.post('/_sim/reset');
  });
});

needs('browser').describe('the page in a browser', (chromium) => {
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser(chromium);
    page = await browser.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${pbx.url}/_sim/`);
    await page.getByText('live', { exact: true }).waitFor();
  }, 30_000);
  afterAll(() => browser.close());

  it('shows extensions, queues and trunks', async () => {
    for (const [group, number] of [
      ['Extensions', '100'],
      ['Queues', '800'],
      ['Trunks', '10001'],
    ] as const) {
      const numbers = page.getByRole('group', { name: group });
      await numbers.getByText(number, { exact: true }).waitFor();
    }
  });

  it('places a call, answers, transfers and ends it', async () => {
    await page.getByLabel('Filter numbers').fill('101');
    const phone = page.getByRole('group', { name: 'Extensions' });
    await phone.getByText('answers after').filter({ visible: true }).click();
    await phone.getByLabel('How 101 answers').selectOption('manual');
    await phone.getByText('answers: manual').waitFor();
    const form = page.getByRole('form', { name: 'Place a call' });
    await form.getByLabel('From').fill('+493012345611');
    await form.getByLabel('To').fill('101');
    await form.getByRole('button', { name: 'Call' }).click();
    const call = page.getByRole('list', { name: 'Live calls' }).getByRole('listitem');
    await call.getByText('101 ringing').waitFor();
    await call.getByRole('button', { name: 'Answer' }).click();
    await call.getByText('101 talking').waitFor();
    await call.getByLabel('Action').selectOption('Transfer to');
    await call.getByLabel('What or whom').fill('102');
    await call.getByRole('button', { name: 'Go' }).click();
    await call.getByText('102 talking').waitFor();
    await call.getByRole('button', { name: 'Hang up' }).click();
    await page.getByText('No call is going on.').waitFor();
    expect(pbx.simulator.pbx.truths.at(-1)).toMatchObject({ to: '101', outcome: 'answered' });
  }, 30_000);

  it('tells why a call cannot be placed', async () => {
    const form = page.getByRole('form', { name: 'Place a call' });
    await form.getByLabel('To').fill('777');
    await form.getByRole('button', { name: 'Call' }).click();
    await page.getByRole('alert').getByText('to: there is no DN').waitFor();
  });

  it('stages a fault and takes it back', async () => {
    const form = page.getByRole('form', { name: 'Stage a fault' });
    await form.getByLabel('Fault', { exact: true }).selectOption('refuse');
    await form.getByLabel('Status').fill('503');
    await form.getByLabel('Path').fill('/xapi');
    await form.getByRole('button', { name: 'Stage' }).click();
    await page.getByRole('button', { name: 'Take back Refuse' }).waitFor();
    expect((await pbx.get('/xapi/v1/Users')).status).toBe(503);
    await page.getByRole('button', { name: 'Take back Refuse' }).click();
    await page.getByText('No fault is in force.').waitFor();
    expect((await pbx.get('/xapi/v1/Users')).status).not.toBe(503);
  }, 20_000);

  it('fits a narrow window, and its script met no trouble', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    // The call that could not be placed is the one answer of 400 that the console tells of.
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  });
});
