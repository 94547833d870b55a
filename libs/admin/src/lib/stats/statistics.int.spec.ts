import type { AnyRelayEvent, CallDto, CallId, Epoch } from '@3cx-relay/contracts';
import { Databases } from '@3cx-relay/store/testing';
import { aCall, anEvent } from '../testing/events';
import { givenAdmin, type World } from '../testing/world';
import { RequestCounter } from './request-counter';
import { StatisticsWorker } from './statistics.worker';

describe('statistics', () => {
  let databases: Databases;
  let world: World;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    world = await givenAdmin(databases);
  });
  afterEach(() => world.stop());

  const now = () => new Date(world.clock.now()).toISOString();
  const call = (callId: string, more: Partial<CallDto> = {}) =>
    aCall({ callId: callId as CallId, startedAt: now(), endedAt: now(), ...more });
  const ended = (callId: string, outcome: CallDto['outcome']): AnyRelayEvent =>
    anEvent('call.ended', call(callId, { outcome }), { loggedAt: now() });
  async function countAll(): Promise<void> {
    while (await world.get(StatisticsWorker).countPage());
  }
  async function today(): Promise<Record<string, unknown>> {
    world.clock.shift(2_000);
    const { body } = await (await world.admin()).get('/admin/stats');
    return (body['calls'] as { today: Record<string, unknown> }).today;
  }

  it('counts calls by outcome, each once, however often and by however many it is counted', async () => {
    world.log.add(ended('a', 'answered'), ended('b', 'missed'), ended('c', null));
    const worker = world.get(StatisticsWorker);
    await Promise.all([worker.countPage(), worker.countPage(), worker.countPage()]);
    await countAll();
    await countAll();
    world.log.add(anEvent('call.record', call('c', { outcome: 'voicemail' })));
    await countAll();
    expect(await today()).toEqual({
      total: 3,
      byOutcome: {
        answered: 1,
        missed: 1,
        abandoned: 0,
        rejected: 0,
        failed: 0,
        voicemail: 1,
        unknown: 0,
      },
    });
  });

  it('goes on where it stopped when counting failed half-way', async () => {
    world.log.add(ended('a', 'answered'));
    await countAll();
    await world.db.query('ALTER TABLE admin_calls RENAME TO away');
    world.log.add(ended('b', 'answered'));
    await expect(countAll()).rejects.toThrow();
    await world.db.query('ALTER TABLE away RENAME TO admin_calls');
    await countAll();
    expect(await today()).toMatchObject({ total: 2 });
  });

  it('keeps what was counted when the log is started anew', async () => {
    world.log.add(ended('a', 'answered'));
    await countAll();
    world.log.restart('epoch-2' as Epoch);
    world.log.add(ended('b', 'missed'));
    await countAll();
    expect(await today()).toMatchObject({ total: 2 });
  });

  it('draws every chart with all its points, zeros included', async () => {
    world.log.add(ended('a', 'answered'));
    await countAll();
    const admin = await world.admin();
    const points = { '1h': 60, '24h': 48, '7d': 56, '30d': 60 };
    for (const [range, count] of Object.entries(points)) {
      const { body } = await admin.get(`/admin/stats?range=${range}`);
      const series = body['series'] as { points: { calls: { answered: number } }[] };
      expect(series.points).toHaveLength(count);
      expect(series.points.reduce((sum, point) => sum + point.calls.answered, 0)).toBe(1);
    }
    expect((await admin.get('/admin/stats?range=2h')).status).toBe(400);
  });

  it('counts API requests and their failures, of the dashboard none', async () => {
    const admin = await world.admin();
    const counter = world.get(RequestCounter);
    await world.client().get('/relay/nothing');
    await world.client().get('/call-logging/nothing?x=/admin');
    counter.count(503);
    await world.get(StatisticsWorker).writeRequests();
    world.clock.shift(2_000);
    const { body } = await admin.get('/admin/stats');
    expect(body['requests']).toEqual({ lastMinute: 3, today: 3, errorRate: 1 / 3 });
    const { points } = body['series'] as { points: Record<string, number>[] };
    const sum = (field: string) => points.reduce((all, point) => all + (point[field] ?? 0), 0);
    expect([sum('requests'), sum('requestErrors'), sum('serverErrors')]).toEqual([3, 3, 1]);
  });

  it('loses no request that could not be written at once', async () => {
    await world.client().get('/relay/nothing');
    await world.db.query('ALTER TABLE admin_minutes RENAME TO away');
    await expect(world.get(StatisticsWorker).writeRequests()).rejects.toThrow();
    await world.db.query('ALTER TABLE away RENAME TO admin_minutes');
    await world.client().get('/relay/nothing');
    await world.get(StatisticsWorker).writeRequests();
    const rows: unknown = await world.db.query('SELECT sum(requests)::int AS n FROM admin_minutes');
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('begins today at midnight of the zone that is asked for', async () => {
    const admin = await world.admin();
    const known = await admin.get('/admin/stats?timeZone=Pacific/Auckland');
    expect(known.status).toBe(200);
    const unknown = await admin.get('/admin/stats?timeZone=Mars/Olympus');
    expect([unknown.status, unknown.body['errors']]).toEqual([
      400,
      [{ field: 'timeZone', message: expect.any(String) }],
    ]);
  });

  it('finds a call by part of a number or by its id, and shows its events in order', async () => {
    const third = call('third', { caller: { ...aCall().caller, number: '+49 30 901820' } });
    world.log.add(
      anEvent('call.started', call('first')),
      anEvent('call.started', third),
      ended('first', 'missed'),
      anEvent('call.ended', third),
    );
    await countAll();
    const admin = await world.admin();
    const found = async (search: string) => {
      const { body } = await admin.get(`/admin/journeys?search=${encodeURIComponent(search)}`);
      return (body['items'] as { callId: string }[]).map(({ callId }) => callId);
    };
    expect(await found('30 9018')).toEqual(['third']);
    expect(await found('third')).toEqual(['third']);
    expect(await found('101')).toHaveLength(2);
    expect(await found('%%%')).toEqual([]);
    const { body } = await admin.get('/admin/journeys/third');
    const entries = body['entries'] as { kind: string; type: string; sequence: string }[];
    expect(entries.map(({ type }) => type)).toEqual(['call.started', 'call.ended']);
    expect(entries.map(({ sequence }) => Number(sequence))).toEqual([2, 4]);
    expect(body['related']).toMatchObject([{ callId: 'first' }]);
    expect((await admin.get('/admin/journeys/nothing')).status).toBe(404);
    expect((await admin.get('/admin/journeys?search=12')).status).toBe(400);
  });

  it('shows a call of a moment ago, and every event once, before they are counted', async () => {
    world.log.add(anEvent('call.started', call('counted')));
    await countAll();
    world.log.add(ended('counted', 'missed'), ended('fresh', 'missed'));
    const admin = await world.admin();
    const sequencesOf = async (callId: string) => {
      const { body } = await admin.get(`/admin/journeys/${callId}`);
      return (body['entries'] as { sequence: string }[]).map(({ sequence }) => Number(sequence));
    };
    const before = [await sequencesOf('counted'), await sequencesOf('fresh')];
    expect(before).toEqual([[1, 2], [3]]);
    await countAll();
    expect([await sequencesOf('counted'), await sequencesOf('fresh')]).toEqual(before);
  });

  it('pages through found calls, newest or oldest first', async () => {
    for (const id of ['a', 'b', 'c']) {
      world.log.add(anEvent('call.started', call(id)));
      world.clock.shift(1_000);
    }
    await countAll();
    const admin = await world.admin();
    const pages = async (query: string) => {
      const first = await admin.get(`/admin/journeys?search=101&limit=2${query}`);
      const cursor = String(first.body['nextCursor']);
      const second = await admin.get(`/admin/journeys?search=101&limit=2${query}&cursor=${cursor}`);
      expect(second.body['nextCursor']).toBeNull();
      return [first, second].map(({ body }) =>
        (body['items'] as { callId: string }[]).map(({ callId }) => callId),
      );
    };
    expect(await pages('')).toEqual([['c', 'b'], ['a']]);
    expect(await pages('&sort=startedAt')).toEqual([['a', 'b'], ['c']]);
    const forged = Buffer.from('["no date","x"]').toString('base64url');
    expect((await admin.get(`/admin/journeys?search=101&cursor=${forged}`)).status).toBe(400);
  });
});
