import { io, type Socket } from 'socket.io-client';
import { ErrorFeed } from '@3cx-relay/errors';
import { ConnectionMonitor } from '@3cx-relay/monitoring';
import { Databases } from '@3cx-relay/store/testing';
import { until } from '@3cx-relay/testing';
import type { AdminClient } from '../testing/admin-client';
import { anEvent } from '../testing/events';
import { givenAdmin, INTEGRATOR, type World } from '../testing/world';
import { AdminFeed } from './admin-feed';
import { SessionWatch } from './session-watch';

/** A dashboard's socket that remembers what it was told. */
class Dashboard {
  readonly told: [string, unknown][] = [];

  constructor(readonly socket: Socket) {
    socket.onAny((event: string, message: unknown) => this.told.push([event, message]));
    socket.on('connect', () => this.told.push(['connected', null]));
    socket.on('disconnect', (reason) => this.told.push(['disconnected', reason]));
    socket.on('connect_error', (error) => this.told.push(['refused', Reflect.get(error, 'data')]));
  }

  async until(event: string, fits: (message: never) => boolean = () => true): Promise<unknown> {
    const [, message] = await until(`${event} is told`, () =>
      this.told.find(([name, told]) => name === event && fits(told as never)),
    );
    return message;
  }
}

describe('the socket of the dashboard', () => {
  let databases: Databases;
  let world: World;
  const stopping = new AbortController();
  const open: Dashboard[] = [];
  let workers: Promise<void>[];

  beforeAll(async () => {
    databases = await Databases.start();
    world = await givenAdmin(databases);
    workers = [
      world.get(AdminFeed).run(stopping.signal),
      world.get(SessionWatch).run(stopping.signal),
    ];
  }, 60_000);
  afterEach(() => open.splice(0).forEach(({ socket }) => socket.disconnect()));
  afterAll(async () => {
    stopping.abort();
    await Promise.all(workers);
    await world.stop();
    await databases.stop();
  });

  function connect(client: AdminClient | null, more: { auth?: object; origin?: string } = {}) {
    const socket = io(`${world.base}/admin`, {
      path: '/relay/socket.io',
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: more.auth ?? {},
      extraHeaders: {
        ...(client ? { cookie: client.cookieHeader } : {}),
        ...(more.origin ? { origin: more.origin } : {}),
      },
    });
    const dashboard = new Dashboard(socket);
    open.push(dashboard);
    return dashboard;
  }

  it('begins with the state and the figures', async () => {
    const dashboard = connect(await world.admin());
    expect(await dashboard.until('status')).toMatchObject({ connections: { length: 4 } });
    expect(await dashboard.until('stats')).toMatchObject({ version: '0.1.0' });
  });

  it('lets nobody in without a session, with a foreign origin, or before the password is changed', async () => {
    const refusal = (dashboard: Dashboard) => dashboard.until('refused');
    const admin = await world.admin();
    expect(await refusal(connect(null))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(connect(null, { auth: { token: 'forged' } }))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await refusal(connect(admin, { origin: INTEGRATOR }))).toMatchObject({
      code: 'CSRF_FAILED',
    });
    await world.db.query('UPDATE admin_users SET must_change_password = true');
    expect(await refusal(connect(admin))).toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED' });
    await world.db.query('UPDATE admin_users SET must_change_password = false');
  });

  it('takes the token where there is no cookie', async () => {
    const token = (await world.admin()).cookies.get('admin_token');
    await connect(null, { auth: { token, timeZone: 'Europe/Berlin' } }).until('stats');
  });

  it('pushes events, states and errors as they come', async () => {
    const dashboard = connect(await world.admin());
    await dashboard.until('status');
    world.log.add(anEvent('call.started'));
    expect(await dashboard.until('call_event')).toMatchObject({
      type: 'call.started',
      sequence: '0000000000000001',
    });
    world.get(ConnectionMonitor).report('xapi', { state: 'connected', latencyMs: 7 });
    await dashboard.until('status', (message: { connections: { latencyMs: number | null }[] }) =>
      message.connections.some(({ latencyMs }) => latencyMs === 7),
    );
    const feed = world.get(ErrorFeed);
    feed.report({ severity: 'error', component: 'xapi', code: 'LOST', message: 'gone' });
    await feed.flush();
    expect(await dashboard.until('error')).toMatchObject({ code: 'LOST', count: 1 });
  });

  it('pushes figures every two seconds, with the dashboards that are open', async () => {
    const first = connect(await world.admin());
    await first.until('stats');
    connect(await world.admin());
    await first.until(
      'stats',
      (message: { clients: { byKind: { dashboard: number } } }) =>
        message.clients.byKind.dashboard === 2,
    );
  });

  it('is closed at once when its session ends, others stay', async () => {
    const leaving = await world.admin();
    const dashboard = connect(leaving);
    const other = connect(await world.admin());
    await Promise.all([dashboard.until('status'), other.until('status')]);
    await leaving.post('/admin/logout');
    expect(await dashboard.until('signed_out')).toMatchObject({ code: 'UNAUTHENTICATED' });
    await dashboard.until('disconnected');
    expect(other.socket.connected).toBe(true);
  });

  it('is closed when its session ended on another relay', async () => {
    const dashboard = connect(await world.admin());
    await dashboard.until('status');
    await world.db.query('DELETE FROM admin_sessions');
    await world.get(SessionWatch).check();
    await dashboard.until('disconnected');
  });
});
