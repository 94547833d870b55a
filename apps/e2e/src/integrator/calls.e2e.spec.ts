import { until } from '@3cx-relay/testing';
import {
  type ActiveBody,
  type CallBody,
  Calls,
  type EventsBody,
  type HistoryBody,
  isConnected,
} from './calls';
import { World } from './world';

const OUTSIDE = '+493012345611';

describe('calls, now and before', () => {
  let world: World;
  let calls: Calls;
  let key: string;

  beforeAll(async () => {
    world = await World.start();
    ({ key } = await world.makeKey());
    calls = new Calls(world, key);
    for (const dn of ['100', '101', '102', '103']) {
      await world.pbx.setDn(dn, { answer: 'auto', answerAfterMs: 50 });
    }
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.pbx.clearFaults();
    await world.pbx.hangUpAll();
    await until('no call is left', async () => (await active()).items.length === 0);
    expect(world.faults.splice(0)).toEqual([]);
  });

  const get = <T>(route: string) => calls.get<T>(route);
  const active = () => get<ActiveBody>('/relay/active-calls');
  const history = (query = '') => get<HistoryBody>(`/relay/call-history${query}`);
  const post = (route: string, body: unknown, headers = {}, by = key) =>
    world.request<CallBody>('POST', route, { key: by, body, headers });

  describe('control', () => {
    it('makes a call whose id is the same everywhere', async () => {
      const made = await post('/relay/calls', { from: '100', to: '101' });
      expect(made.status).toBe(202);
      const { callId } = made.body;
      const now = await calls.untilActive(callId, isConnected);
      expect(now).toMatchObject({
        direction: 'internal',
        caller: { number: '100', dn: '100' },
        callee: { number: '101', dn: '101' },
        answeredBy: { dn: '101' },
      });
      const one = await get<CallBody>(`/relay/active-calls/${callId}`);
      expect(one).toMatchObject({ callId, conversationId: now.conversationId, pbx: now.pbx });
      const dropped = await post(`/relay/calls/${callId}/drop`, { dn: '100' });
      expect([dropped.status, dropped.body.callId]).toEqual([202, callId]);
      await calls.untilEvent(callId, 'call.record');
      const items = (await history()).items.map((call) => call.callId);
      expect(items).toContain(callId);
      const gone = await world.request('GET', `/relay/active-calls/${callId}`, { key });
      expect(gone.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });

    it('refuses to call from a device that is not there, rather than from another', async () => {
      const refused = await world.request('POST', '/relay/calls', {
        key,
        body: { from: '100', to: '101', deviceId: 'sip:nobody@nowhere' },
      });
      expect(refused.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(refused.body.detail).toMatch(/device/i);
      expect((await active()).items).toEqual([]);
    });

    it('answers where the PBX can make the phone answer', async () => {
      await world.pbx.setDn('101', { answer: 'manual' });
      const { body } = await post('/relay/calls', { from: '100', to: '101' });
      await calls.untilActive(body.callId, (call) =>
        call.participants.some(({ dn, state }) => dn === '101' && state === 'ringing'),
      );
      const answered = await post(`/relay/calls/${body.callId}/answer`, { dn: '101' });
      expect(answered.status).toBe(202);
      await calls.untilActive(body.callId, isConnected);
      await world.pbx.setDn('101', { answer: 'auto', answerAfterMs: 50 });
    });

    it('sends a ringing call on', async () => {
      await world.pbx.setDn('101', { answer: 'manual' });
      const { body } = await post('/relay/calls', { from: '100', to: '101' });
      await calls.untilActive(body.callId, (call) =>
        call.participants.some(({ dn, state }) => dn === '101' && state === 'ringing'),
      );
      const diverted = await post(`/relay/calls/${body.callId}/divert`, { dn: '101', to: '102' });
      expect(diverted.status).toBe(202);
      const call = await calls.untilActive(body.callId, isConnected);
      expect([call.callee.dn, call.answeredBy?.dn]).toEqual(['101', '102']);
      await world.pbx.setDn('101', { answer: 'auto', answerAfterMs: 50 });
    });

    it('transfers a connected call', async () => {
      const { callId } = await calls.aConnectedCall('100', '101');
      const transferred = await post(`/relay/calls/${callId}/transfer`, { dn: '101', to: '103' });
      expect(transferred.status).toBe(202);
      const call = await calls.untilActive(callId, ({ participants }) =>
        participants.some(({ dn, state }) => dn === '103' && state === 'connected'),
      );
      expect(call.participants.find(({ dn }) => dn === '101')).toMatchObject({
        state: 'left',
        leftAt: expect.any(String) as string,
      });
      expect(call.answeredBy?.dn).toBe('101');
    });

    it.each(['drop', 'answer', 'divert', 'transfer'])('%s needs a call that is', async (action) => {
      const to = ['divert', 'transfer'].includes(action) ? { to: '102' } : {};
      const none = await post(`/relay/calls/unknown/${action}`, { dn: '101', ...to });
      expect(none.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      const { callId } = await calls.aConnectedCall();
      const stranger = await post(`/relay/calls/${callId}/${action}`, { dn: '109', ...to });
      expect([404, 409]).toContain(stranger.status);
    });

    it('tells the reason of the PBX when it refuses', async () => {
      const refused = await world.request('POST', '/relay/calls', {
        key,
        body: { from: '199', to: '101' },
      });
      expect(refused.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(refused.body.detail).toContain('199');
      await world.pbx.addFault({ kind: 'refuse', status: 422, path: '/callcontrol', count: 1 });
      const { body, status } = await world.request('POST', '/relay/calls', {
        key,
        body: { from: '100', to: '101' },
      });
      expect([status, body.code]).toEqual([409, 'PBX_REFUSED']);
    });

    it('makes one call for one idempotency key, whatever is repeated', async () => {
      const named = { 'idempotency-key': 'order-4711' };
      const wish = { from: '100', to: '101' };
      const [first, second] = await Promise.all([
        post('/relay/calls', wish, named),
        post('/relay/calls', wish, named),
      ]);
      const third = await post('/relay/calls', wish, named);
      const ids = [first, second, third].map(({ body }) => body.callId);
      expect(new Set(ids).size).toBe(1);
      await calls.untilActive(first.body.callId, isConnected);
      expect((await active()).items).toHaveLength(1);
      const other = await post('/relay/calls', { from: '100', to: '102' }, named);
      expect(other.body).toMatchObject({ status: 409, code: 'CONFLICT' });
      const unfit = await post('/relay/calls', wish, { 'idempotency-key': 'order 4711' });
      expect(unfit.body).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
      const elsewhere = (await world.makeKey()).key;
      await world.pbx.hangUpAll();
      const mine = await post('/relay/calls', wish, named, elsewhere);
      expect([mine.status, ids.includes(mine.body.callId)]).toEqual([202, false]);
    });
  });

  describe('active calls', () => {
    it('say at which position they are true', async () => {
      const { callId } = await calls.aConnectedCall();
      const snapshot = await active();
      expect(snapshot.stale).toBe(false);
      expect(Math.abs(Date.now() - Date.parse(snapshot.asOf))).toBeLessThan(60_000);
      await post(`/relay/calls/${callId}/drop`, { dn: '100' });
      await calls.untilEvent(callId, 'call.ended');
      const after = await get<EventsBody>(`/relay/events?since=${snapshot.sequence}&limit=1000`);
      const types = after.items.map(({ type }) => type);
      expect(types).toContain('call.ended');
      expect(types).not.toContain('call.started');
    });

    it('can be asked for by DN', async () => {
      const { callId } = await calls.aConnectedCall('100', '101');
      const by = async (dn: string) =>
        (await get<ActiveBody>(`/relay/active-calls?dn=${dn}`)).items.map((call) => call.callId);
      expect([await by('101,109'), await by('109')]).toEqual([[callId], []]);
    });
  });

  describe('history', () => {
    it('is paged newest first; calls that are added meanwhile shift nothing', async () => {
      for (const to of ['101', '102', '103']) await calls.aFinishedCall('100', to);
      const whole = (await history('?limit=1000')).items.map(({ callId }) => callId);
      const starts = (await history('?limit=1000')).items.map(({ startedAt }) => startedAt);
      expect(starts).toEqual(starts.toSorted().reverse());
      const paged: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const next: HistoryBody = await history(
          `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        paged.push(...next.items.map(({ callId }) => callId));
        if (cursor === '') await calls.aFinishedCall('102', '103');
        cursor = next.nextCursor;
      }
      expect(paged).toEqual(whole);
    });

    it('has each call as its record tells it, and finds it by every filter', async () => {
      const pbxCallId = await world.pbx.call({ from: OUTSIDE, to: '101' });
      const callId = await until('it is connected', async () => {
        const call = (await active()).items.find(({ pbx }) => pbx.callId === pbxCallId);
        return call && isConnected(call) ? call.callId : undefined;
      });
      await world.pbx.steer(pbxCallId, 'hangup', { dn: '101' });
      await calls.untilEvent(callId, 'call.record');
      const [item] = (await history('?direction=inbound&limit=1')).items;
      expect(item).toMatchObject({ callId, direction: 'inbound', outcome: 'answered' });
      expect(item?.segments.length).toBeGreaterThan(0);
      const found = async (query: string) =>
        (await history(`?limit=1000&${query}`)).items.some((call) => call.callId === callId);
      const day = item?.startedAt.slice(0, 10) ?? '';
      const startedAt = encodeURIComponent(item?.startedAt ?? '');
      const finds = ['number=12345', 'extension=101', 'answered=true', `start=${day}&end=${day}`];
      for (const query of [...finds, `start=${startedAt}`]) {
        expect([query, await found(query)]).toEqual([query, true]);
      }
      const others = ['number=99999', 'extension=109', 'answered=false', 'direction=outbound'];
      for (const query of [...others, 'end=2020-01-31', `end=${startedAt}`]) {
        expect([query, await found(query)]).toEqual([query, false]);
      }
    });

    it('comes as CSV with every call, numbers kept and texts defused', async () => {
      await calls.aFinishedCall('100', '101');
      const csv = await world.request<string>('GET', '/relay/call-history?limit=1', {
        key,
        headers: { accept: 'text/csv' },
      });
      expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
      const lines = csv.text.split('\r\n');
      expect(lines[0]).toMatch(/^callId,conversationId,direction,startedAt,/);
      expect(lines.at(-1)).toBe('');
      const { items } = await history('?limit=1000');
      const ids = lines.slice(1, -1).map((line) => line.split(',', 1)[0]);
      expect(ids).toEqual(items.map(({ callId }) => callId));
      expect(csv.text).not.toMatch(/(^|,)"?[=@]/m);
    });
  });

  it('marks what it knows as stale while the PBX is away, and refuses to act', async () => {
    const { callId } = await calls.aConnectedCall();
    await world.pbx.addFault({ kind: 'refuse', status: 503 });
    await world.pbx.addFault({ kind: 'drop-socket', durationMs: 60_000 });
    const stale = await until('it is stale', async () => {
      const now = await active();
      return now.stale ? now : undefined;
    });
    expect(stale.items.map((call) => call.callId)).toEqual([callId]);
    const refused = await world.request('POST', '/relay/calls', {
      key,
      body: { from: '102', to: '103' },
    });
    expect([refused.status, refused.body.code]).toEqual([503, 'PBX_UNAVAILABLE']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const health = await get<{ status: string }>('/relay/health');
    expect(health.status).toBe('degraded');
    await world.pbx.clearFaults();
    await until('it is fresh', async () => !(await active()).stale, { limitMs: 30_000 });
    expect((await active()).items.map((call) => call.callId)).toEqual([callId]);
  });
});
