import type { Page } from 'playwright-core';

const FOCUSED = `(() => {
  const { activeElement: e } = document;
  return {
    name: (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent ?? '').trim(),
    field: e.getAttribute('name'),
    id: e.id,
    outline: getComputedStyle(e).outlineStyle,
    outside: document.querySelector('dialog[open]') !== null && e !== document.body
      && e.closest('dialog') === null,
  };
})()`;
interface Focused {
  readonly name: string;
  readonly field: string | null;
  readonly id: string;
  readonly outline: string;
  /** A dialog is open and the focus is behind it. */
  readonly outside: boolean;
}

/** What has the focus now. */
export const focused = (page: Page) => page.evaluate<Focused>(FOCUSED);

/** Goes on by Tab until it is there; on the way the focus is always seen. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    expect(now.outside).toBe(false);
    if (typeof name === 'string' ? now.name === name : name.test(now.name)) {
      expect(now.outline).not.toBe('none');
      return;
    }
    passed.push(now.name.slice(0, 40));
  }
  throw new Error(`Tab never comes to ${name}, only to ${passed.join(' | ')}`);
}

/** The same, and presses it. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}
