import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PagedList } from '../api/paged-list';
import { Cell } from './cell';
import { PagedTable } from './paged-table';
import type { Column } from './table-view';

const COLUMNS: readonly Column<number, 'size'>[] = [
  { key: 'name', label: 'Name' },
  { key: 'size', label: 'Size', text: (size) => String(size), order: 'size' },
];

@Component({
  imports: [Cell, PagedTable],
  template: `
    <ui-paged-table
      [list]="list"
      label="Desks"
      [columns]="columns"
      [rowId]="idOf"
      emptyTitle="No desks"
    >
      <ng-template uiCell="name" [uiCellOf]="list.rows()" let-row>
        <strong>Desk {{ row }}</strong>
      </ng-template>
    </ui-paged-table>
  `,
})
class Host {
  readonly asked: (string | undefined)[] = [];
  readonly columns = COLUMNS;
  readonly idOf = String;
  readonly list = new PagedList<number, string, 'size'>(signal(''), async ({ cursor, sort }) => {
    this.asked.push(sort);
    return { items: [Number(cursor ?? '0'), 7], nextCursor: cursor ? null : '1' };
  });
}

async function render() {
  const fixture = TestBed.createComponent(Host);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  const press = async (name: string) => {
    const button = [...page.querySelectorAll('button')].find(
      ({ textContent }) => textContent?.trim() === name,
    );
    button?.click();
    await fixture.whenStable();
  };
  return { page, press, host: fixture.componentInstance };
}

describe('the table of a list by pages', () => {
  it('shows the cells that were put into it, and turns the pages', async () => {
    const { page, press } = await render();
    expect(page.querySelector('td strong')?.textContent).toBe('Desk 0');
    await press('Next page');
    expect(page.querySelector('td strong')?.textContent).toBe('Desk 1');
  });

  it('has the server sort, over all pages', async () => {
    const { press, host } = await render();
    await press('Size');
    await press('Size');
    expect(host.asked).toEqual([undefined, 'size', '-size']);
  });
});
