import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { type Group, inParallel, type Row } from './measure';
import { ADMIN, findBrowser, openBrowser, Pbx, Relay, until } from './testing';

const STANDING_CALLS = 5_000;
const PLACED_AT_ONCE = 20;
const STANDING_MS = 3_600_000;
/** Calls that come and go meanwhile; each makes four events. */
const SHORT_PER_SECOND = 25;
const SHORT_MS = 2_000;
const EXTENSIONS = 500;
const SAMPLES = 10;
const SAMPLE_MS = 15_000;
const MIB = 1024 * 1024;

/** Counts the frames of a page, and the longest time in which it drew none. */
const COUNT_FRAMES = `(() => {
  const seen = (globalThis.seenFrames = { count: 0, longestMs: 0, last: performance.now() });
  const frame = (at) => {
    seen.count += 1;
    seen.longestMs = Math.max(seen.longestMs, at - seen.last);
    seen.last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;
const TAKE_FRAMES = `(() => {
  const { count, longestMs } = globalThis.seenFrames;
  Object.assign(globalThis.seenFrames, { count: 0, longestMs: 0 });
  return { count, longestMs };
})()`;

/** The dashboard with thousands of calls that stand, and others that come and go. */
export async function dashboard(): Promise<Group> {
  const chromium = findBrowser();
  if (chromium === null) throw new Error('there is no browser: install Chromium, Chrome or Edge');
  const pbx = await Pbx.start({ args: ['--extensions', String(EXTENSIONS)] });
  const relay = await Relay.start({ pbx });
  const browser = await openBrowser(chromium);
  const stopped = new AbortController();
  try {
    await relay.untilOk();
    const page = await signedIn(browser, relay);
    await inParallel(STANDING_CALLS, PLACED_AT_ONCE, (n) => place(pbx, n, STANDING_MS));
    const knowsAll = async () => (await figures(page)).calls.active >= STANDING_CALLS;
    await until('the relay knows every call', knowsAll, { limitMs: 120_000 });
    const traffic = comeAndGo(pbx, stopped.signal);
    const rows = await framesOf(browser, relay, page);
    stopped.abort();
    await traffic;
    return { title: `The dashboard with ${STANDING_CALLS} live calls`, unit: 'frames', rows };
  } finally {
    stopped.abort();
    await browser.close();
    await relay.stop();
    await pbx.stop();
  }
}

async function framesOf(browser: Browser, relay: Relay, page: Page): Promise<Row[]> {
  const empty = await browser.newPage();
  const base = await measured(empty, 'an empty page, at the same time', 1);
  await empty.close();
  await page.goto(`${relay.url}/admin/ui/calls`);
  // Rows are drawn for what is seen alone, so that one is enough to wait for.
  await page.getByText(/^\d[\d,.]* of [\d,.]+ calls$/).waitFor();
  const calls = await measured(page, 'live calls', SAMPLES);
  await page.goto(`${relay.url}/admin/ui/`);
  await page.locator('canvas').first().waitFor();
  const all = await measured(page, 'dashboard', SAMPLES);
  const { calls: now, eventsPerMinute } = await figures(page);
  const load = `${now.active} calls and ${Math.round(eventsPerMinute / 60)} events a second`;
  return [base, calls, { ...all, remark: `${all.remark}; ${load} at the end` }];
}

/** Frames a second over all samples, with the heap after a collection at the ends. */
async function measured(page: Page, name: string, samples: number) {
  const devTools = await page.context().newCDPSession(page);
  const heapMiB = async () => {
    await devTools.send('HeapProfiler.collectGarbage');
    return (await devTools.send('Runtime.getHeapUsage')).usedSize / MIB;
  };
  await page.evaluate(COUNT_FRAMES);
  const heaps = [await heapMiB()];
  const rates: number[] = [];
  let longestMs = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    await page.evaluate(TAKE_FRAMES);
    const began = performance.now();
    await pause(SAMPLE_MS);
    const seen = await page.evaluate<{ count: number; longestMs: number }>(TAKE_FRAMES);
    rates.push(seen.count / ((performance.now() - began) / 1_000));
    longestMs = Math.max(longestMs, seen.longestMs);
    heaps.push(await heapMiB());
  }
  await devTools.detach();
  const perSecond = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const remark = [
    `slowest ${SAMPLE_MS / 1_000} s ${Math.min(...rates).toFixed(0)} a second`,
    `longest pause ${Math.round(longestMs)} ms`,
    `heap ${heaps.map((heap) => heap.toFixed(1)).join(', ')} MiB`,
  ].join('; ');
  return { name, perSecond, remark };
}

async function signedIn(browser: Browser, relay: Relay): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${relay.url}/admin/ui/`);
  await page.locator('input[name=username]').fill(ADMIN.username);
  await page.locator('input[name=password]').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  return page;
}

interface Figures {
  readonly calls: { readonly active: number };
  readonly eventsPerMinute: number;
}

async function figures(page: Page): Promise<Figures> {
  const { origin } = new URL(page.url());
  const answer = await page.request.get(`${origin}/admin/stats`);
  return (await answer.json()) as Figures;
}

async function place(pbx: Pbx, n: number, talkMs: number): Promise<void> {
  const to = String(100 + (n % EXTENSIONS));
  await pbx.call({ from: '+493012345611', to, answer: 'auto', answerAfterMs: 500, talkMs });
}

/** Short calls at an even pace, until it is stopped. */
async function comeAndGo(pbx: Pbx, stopped: AbortSignal): Promise<void> {
  const began = performance.now();
  const placed: Promise<void>[] = [];
  for (let n = 0; !stopped.aborted; n += 1) {
    await pause(Math.max(0, began + (n * 1_000) / SHORT_PER_SECOND - performance.now()));
    placed.push(place(pbx, n, SHORT_MS));
  }
  await Promise.allSettled(placed);
}
