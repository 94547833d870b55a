import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PagedList } from '../api/paged-list';
import { Pager } from './pager';

/** How many rows the server has. */
let total = 0;

@Component({
  imports: [Pager],
  template: `<ui-pager [list]="list" label="Desks" />`,
})
class Host {
  readonly list = new PagedList<number, string>(signal(''), async ({ cursor, limit }) => {
    const from = Number(cursor ?? '0');
    const to = Math.min(total, from + limit);
    const items = Array.from({ length: to - from }, (_, i) => from + i);
    return { items, nextCursor: to < total ? String(to) : null };
  });
}

async function render(rows: number) {
  total = rows;
  const fixture = TestBed.createComponent(Host);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  const button = (name: string) =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name);
  return { fixture, page, button, list: fixture.componentInstance.list };
}

describe('the pager', () => {
  it('is not there for a list that fits on the smallest page', async () => {
    const { page } = await render(25);
    expect(page.querySelector('nav')).toBeNull();
  });

  it('leads forward and back, and offers no page that is not there', async () => {
    const { fixture, page, button, list } = await render(40);
    expect(button('Previous page')?.disabled).toBe(true);
    button('Next page')?.click();
    await fixture.whenStable();
    expect(page.textContent).toContain('Page 2');
    expect(list.rows()[0]).toBe(25);
    expect(button('Next page')?.disabled).toBe(true);
    button('Previous page')?.click();
    await fixture.whenStable();
    expect(page.textContent).toContain('Page 1');
  });

  it('stays with its page size when all rows fit then, so that one can go back', async () => {
    const { fixture, page, list } = await render(40);
    const size = page.querySelector('select');
    if (!size) throw new Error('there is no choice of sizes');
    size.value = '50';
    size.dispatchEvent(new Event('change'));
    await fixture.whenStable();
    expect(list.rows()).toHaveLength(40);
    expect(page.querySelector('select')?.value).toBe('50');
    expect(page.querySelectorAll('button')).toHaveLength(0);
  });
});
