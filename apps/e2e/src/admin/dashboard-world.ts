import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ADMIN, needs, openBrowser, Pbx, Relay, WORKSPACE } from '@3cx-relay/testing';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

const SHOTS = path.join(WORKSPACE, 'test-output/screenshots');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

/** Tests of the dashboard; they are given the browser's path. */
export const { describe: withBrowser } = needs('browser');

interface SignedIn {
  readonly cookies: readonly { name: string; value: string; url: string }[];
  readonly call: (method: string, route: string, body?: unknown) => Promise<Response>;
}

interface WorldOptions {
  /** More settings of the relay. */
  readonly env?: Readonly<Record<string, string>>;
  readonly callsPerMinute?: number;
}

/** A relay on a simulated PBX, and a browser that looks at its dashboard. */
export class DashboardWorld {
  private axe = '';

  private constructor(
    readonly pbx: Pbx,
    readonly relay: Relay,
    private readonly browser: Browser,
  ) {}

  static async start(
    chromium: string,
    { env = {}, callsPerMinute = 30 }: WorldOptions = {},
  ): Promise<DashboardWorld> {
    mkdirSync(SHOTS, { recursive: true });
    const pbx = await Pbx.start({ seed: 3, callsPerMinute });
    const relay = await Relay.start({ pbx, env });
    await relay.untilOk();
    return new DashboardWorld(pbx, relay, await openBrowser(chromium));
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.relay.stop();
    await this.pbx.stop();
  }

  address(route: string): string {
    return `${this.relay.url}/admin/ui${route}`;
  }

  /** Signs in beside the browser, as whoever it is. */
  async signIn({ username, password }: { username: string; password: string }): Promise<SignedIn> {
    const url = this.relay.url;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/admin/login`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ username, password }),
    });
    if (!answer.ok) throw new Error(`no sign-in as ${username}: ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((line) => {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
    });
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const call = (method: string, route: string, body?: unknown) =>
      fetch(`${url}/admin${route}`, {
        method,
        headers: { ...headers, cookie, 'x-csrf-token': csrfToken },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    return { cookies, call };
  }

  signInAsAdmin(): Promise<SignedIn> {
    return this.signIn(ADMIN);
  }

  async context(who: SignedIn | null, options: BrowserContextOptions = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    if (who) await context.addCookies([...who.cookies]);
    return context;
  }

  /** What axe finds wrong on the page as it is: rule, and where first. */
  async faults(page: Page): Promise<string[]> {
    this.axe ||= readFileSync(path.join(WORKSPACE, 'node_modules/axe-core/axe.min.js'), 'utf8');
    await page.evaluate(this.axe);
    return page.evaluate<string[]>(`axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(
      ({ violations }) => violations.map(({ id, nodes }) =>
        id + ': ' + nodes[0].target.join(' ') + ': ' + nodes[0].failureSummary))`);
  }

  async shoot(page: Page, name: string): Promise<void> {
    await page.screenshot({
      path: path.join(SHOTS, `${name}.png`),
      fullPage: true,
      animations: 'disabled',
    });
  }

  /** Shoots what is there in both themes, at a desk and on a phone; nothing is wider than either. */
  async shootAll(page: Page, name: string): Promise<void> {
    for (const { width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect({ name, wide }).toEqual({ name, wide: width });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await this.shoot(page, `${name}-${width}-${colorScheme}`);
      }
    }
    await page.setViewportSize(SIZES[0]);
  }
}

/** Opens a page of the dashboard and waits until nothing of it is loading any more. */
export async function open(
  world: DashboardWorld,
  context: BrowserContext,
  route: string,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(world.address(route));
  await settled(page);
  return page;
}

export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}
