import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ApiFailure } from './api-failure';
import { Command } from './command';
import { PagedList, type PageRequest } from './paged-list';

type Request = PageRequest<string, 'name'>;

/** A server with three pages, a number each. */
async function listOf3() {
  const asked: Request[] = [];
  const search = signal('');
  const list = TestBed.runInInjectionContext(
    () =>
      new PagedList<number, string, 'name'>(search, async (request) => {
        asked.push(request);
        const page = Number(request.cursor ?? '0');
        return { items: [page], nextCursor: page < 2 ? String(page + 1) : null };
      }),
  );
  const settle = () => TestBed.inject(ApplicationRef).whenStable();
  await settle();
  return { list, search, asked, settle };
}

describe('a list by pages', () => {
  it('goes on by the cursor of the server, and back by those it came by', async () => {
    const { list, settle } = await listOf3();
    expect({ rows: list.rows(), page: list.pageNumber() }).toEqual({ rows: [0], page: 1 });
    for (const rows of [[1], [2]]) {
      list.next();
      await settle();
      expect(list.rows()).toEqual(rows);
    }
    expect(list.hasNext()).toBe(false);
    list.next();
    expect(list.pageNumber()).toBe(3);
    list.previous();
    await settle();
    expect({ rows: list.rows(), page: list.pageNumber() }).toEqual({ rows: [1], page: 2 });
  });

  it('begins anew when the filter changes, and asks once for it', async () => {
    const { list, search, asked, settle } = await listOf3();
    list.next();
    await settle();
    search.set('desk');
    await settle();
    expect(list.pageNumber()).toBe(1);
    expect(asked.slice(2)).toMatchObject([{ filter: 'desk', cursor: undefined }]);
  });

  it('begins anew when the order changes, as a cursor belongs to its order', async () => {
    const { list, asked, settle } = await listOf3();
    list.next();
    await settle();
    list.sortBy('-name');
    await settle();
    expect(asked.at(-1)).toMatchObject({ cursor: undefined, sort: '-name' });
    list.sortBy(null);
    await settle();
    expect(asked.at(-1)?.sort).toBeUndefined();
  });

  it('keeps the rows on the screen while it reads them again', async () => {
    const { list, settle } = await listOf3();
    list.reload();
    TestBed.tick();
    expect(list.page()).toMatchObject({ status: 'ready', busy: true });
    expect(list.rows()).toEqual([0]);
    await settle();
    expect(list.page()).toMatchObject({ status: 'ready', busy: false });
  });

  it('begins anew with another page size', async () => {
    const { list, asked, settle } = await listOf3();
    list.next();
    await settle();
    list.resize(100);
    await settle();
    expect(asked.at(-1)).toMatchObject({ cursor: undefined, limit: 100 });
  });
});

describe('a command', () => {
  it('is busy until it is done, and tells how it failed until it is tried again', async () => {
    const command = new Command();
    const refused = new ApiFailure(400, 'INVALID_REQUEST', 'Refused', 'dns[1]: is no DN', {
      'dns[1]': 'is no DN',
    });
    const running = command.run(() => Promise.reject(refused));
    expect(command.busy()).toBe(true);
    expect(await running).toBe(false);
    expect(command.busy()).toBe(false);
    expect(command.failure()?.at('dns')).toBe('is no DN');
    expect(command.failure()?.at('url')).toBeUndefined();
    expect(await command.run(() => Promise.resolve())).toBe(true);
    expect(command.failure()).toBeNull();
  });
});
