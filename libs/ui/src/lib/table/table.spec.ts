import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Loadable } from '../api/loadable';
import { toFailure } from '../api/api-failure';
import { Cell } from './cell';
import { Table } from './table';
import type { Column } from './table-view';

interface Row {
  readonly id: string;
  readonly name: string;
}

@Component({
  imports: [Cell, Table],
  template: `
    <ui-table
      label="Desks"
      [state]="state()"
      [rows]="rows()"
      [columns]="columns"
      [rowId]="idOf"
      [local]="true"
      [partial]="partial()"
      [stale]="stale()"
      emptyTitle="No desks"
      (ordered)="orders.push($event)"
      (retry)="retries = retries + 1"
    >
      <ng-template uiCell="mark" [uiCellOf]="rows()" let-row
        ><b>{{ row.id }}</b></ng-template
      >
    </ui-table>
  `,
})
class Host {
  readonly state = signal<Loadable<null>>({ status: 'ready', value: null, busy: false });
  readonly rows = signal<readonly Row[]>([]);
  readonly partial = signal(false);
  readonly stale = signal(false);
  columns: readonly Column<Row>[] = [
    { key: 'name', label: 'Name', text: ({ name }) => name, sort: ({ name }) => name },
    { key: 'mark', label: '' },
  ];
  readonly idOf = ({ id }: Row) => id;
  readonly orders: unknown[] = [];
  retries = 0;
}

async function render(prepare: (host: Host) => void) {
  const fixture = TestBed.createComponent(Host);
  prepare(fixture.componentInstance);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  const names = () =>
    [...page.querySelectorAll('tbody tr')].map((row) => row.querySelector('.value')?.textContent);
  const press = async (label: string) => {
    const button = [...page.querySelectorAll('button')].find((one) =>
      one.textContent?.trim().startsWith(label),
    );
    button?.click();
    await fixture.whenStable();
  };
  return { fixture, page, names, press };
}

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(i), name: `desk ${count - i}` }));

describe('the table', () => {
  it('says why it is empty, and that it loads or failed, each in its own words', async () => {
    const { page, fixture } = await render(() => undefined);
    expect(page.textContent).toContain('No desks');
    fixture.componentInstance.state.set({ status: 'loading' });
    await fixture.whenStable();
    expect(page.querySelector('[aria-label="Loading"]')).not.toBeNull();
    fixture.componentInstance.state.set({ status: 'failed', failure: toFailure(503, null) });
    await fixture.whenStable();
    expect(page.querySelector('[role="alert"]')?.textContent).toContain('503');
    expect(page.textContent).not.toContain('No desks');
  });

  it('offers to try again after a failure', async () => {
    const { press, fixture } = await render((host) =>
      host.state.set({ status: 'failed', failure: toFailure(503, null) }),
    );
    await press('Try again');
    expect(fixture.componentInstance.retries).toBe(1);
  });

  it('sorts by a column when its head is pressed, and tells it to screen readers', async () => {
    const { page, names, press } = await render((host) => host.rows.set(rowsOf(3)));
    expect(names()).toEqual(['desk 3', 'desk 2', 'desk 1']);
    await press('Name');
    expect(names()).toEqual(['desk 1', 'desk 2', 'desk 3']);
    expect(page.querySelector('th')?.getAttribute('aria-sort')).toBe('ascending');
  });

  it('pages by itself, and starts at the first page of a search', async () => {
    const { page, fixture, names, press } = await render((host) => host.rows.set(rowsOf(60)));
    expect(names()).toHaveLength(25);
    await press('Next page');
    expect(page.textContent).toContain('26–50 of 60');
    const search = page.querySelector<HTMLInputElement>('input[type="search"]');
    if (!search) throw new Error('there is no search');
    search.value = 'desk 60';
    search.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect(names()).toEqual(['desk 60']);
  });

  it('tells a search without a match from an empty list', async () => {
    const { page, fixture } = await render((host) => host.rows.set(rowsOf(2)));
    const search = page.querySelector<HTMLInputElement>('input[type="search"]');
    if (!search) throw new Error('there is no search');
    search.value = 'nobody';
    search.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect(page.textContent).toContain('Nothing matches');
  });

  it('says so when what it shows may be out of date', async () => {
    const { page } = await render((host) => host.stale.set(true));
    expect(page.textContent).toContain('Live connection lost');
  });

  it('offers no sorting of one page of what the server has', async () => {
    const { page } = await render((host) => {
      host.rows.set([{ id: '1', name: 'North' }]);
      host.partial.set(true);
    });
    expect(page.querySelectorAll('th button, .choices')).toHaveLength(0);
    expect(page.querySelector('th')?.getAttribute('aria-sort')).toBeNull();
  });

  it('asks the server for an order over all pages, there and back to its own', async () => {
    const { fixture, names, press } = await render((host) => {
      host.columns = [{ key: 'name', label: 'Name', text: ({ name }) => name, order: 'deskName' }];
      host.rows.set(rowsOf(3));
      host.partial.set(true);
    });
    await press('Name');
    await press('Name');
    await press('Name');
    expect(fixture.componentInstance.orders).toEqual(['deskName', '-deskName', null]);
    // The rows come sorted from the server; sorting them again would be another order.
    expect(names()).toEqual(['desk 3', 'desk 2', 'desk 1']);
  });

  it('sorts by a choice where there are no heads to press', async () => {
    const { fixture, page, names } = await render((host) =>
      host.rows.set([
        { id: '1', name: 'North' },
        { id: '2', name: 'South' },
      ]),
    );
    const choice = page.querySelector<HTMLSelectElement>('.choices select');
    if (!choice) throw new Error('there is no choice');
    choice.value = '-name';
    choice.dispatchEvent(new Event('change'));
    await fixture.whenStable();
    expect(names()).toEqual(['South', 'North']);
  });
});
