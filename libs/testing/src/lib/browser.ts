import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const;

/** Where a browser for tests is; `null` when there is none. */
export function findBrowser(): string | null {
  return PLACES.find((place) => existsSync(place)) ?? null;
}

/** A headless browser that keeps to this machine. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  // Loaded when a browser is needed: most specs want nothing but `until` of this library.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
