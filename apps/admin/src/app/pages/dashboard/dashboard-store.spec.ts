import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AdminSocket, ApiAccess, Ticker } from '@3cx-relay/ui';
import { DashboardStore } from './dashboard-store';

const MINUTE_MS = 60_000;

async function aStore() {
  const socket = {
    state: signal('live'),
    stats: signal<unknown>(null),
    status: signal<unknown>(null),
  };
  const now = signal(MINUTE_MS * 10);
  const asked = { stats: [] as unknown[], connections: 0 };
  const read = { component: 'xapi', state: 'connected', latencyMs: 5 };
  const admin = {
    getStats: async ({ range }: { range: string }) => {
      asked.stats.push(range);
      return { callsNow: 1, series: { range } };
    },
    listConnections: async () => {
      asked.connections += 1;
      return { items: [read], facts: { of: 'the PBX' } };
    },
  };
  TestBed.configureTestingModule({
    providers: [
      DashboardStore,
      { provide: ApiAccess, useValue: { admin } },
      { provide: AdminSocket, useValue: socket },
      { provide: Ticker, useValue: { now } },
    ],
  });
  const store = TestBed.inject(DashboardStore);
  const settle = async () => {
    TestBed.tick();
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  await settle();
  return { store, socket, now, asked, settle };
}

describe('what the dashboard shows', () => {
  it('is what was read, with what the live connection said since', async () => {
    const { store, socket, settle } = await aStore();
    expect(store.cards()).toMatchObject([{ state: 'connected', latencyMs: 5 }]);
    expect(store.now()).toMatchObject({ callsNow: 1 });
    socket.status.set({ connections: [{ component: 'xapi', state: 'disconnected' }] });
    socket.stats.set({ callsNow: 7 });
    await settle();
    expect(store.cards()).toMatchObject([{ state: 'disconnected', latencyMs: 5 }]);
    expect(store.now()).toEqual({ callsNow: 7 });
  });

  it('is read again each minute, and not while the relay is away', async () => {
    const { asked, now, socket, settle } = await aStore();
    now.update((at) => at + MINUTE_MS);
    await settle();
    expect(asked.stats).toEqual(['1h', '1h']);
    socket.state.set('lost');
    now.update((at) => at + MINUTE_MS);
    await settle();
    expect(asked.stats).toHaveLength(2);
    socket.state.set('live');
    await settle();
    expect(asked.stats).toHaveLength(3);
  });

  it('has a new history of connections when a state has changed', async () => {
    const { asked, socket, settle } = await aStore();
    const before = asked.connections;
    socket.status.set({ connections: [{ component: 'xapi', state: 'disconnected' }] });
    await settle();
    expect(asked.connections).toBe(before + 1);
    // The same states again, such as with another latency, change nothing.
    socket.status.set({
      connections: [{ component: 'xapi', state: 'disconnected', latencyMs: 9 }],
    });
    await settle();
    expect(asked.connections).toBe(before + 1);
  });
});
