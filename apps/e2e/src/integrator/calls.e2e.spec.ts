import { until } from '@3cx-relay/testing';
import type { SeenEvent } from './streams';
import { type KeyWish, World } from './world';

interface CallBody {
  readonly callId: string;
  readonly conversationId: string;
  readonly direction: string;
  readonly state: string;
  readonly caller: { readonly number: string | null; readonly dn: string | null };
  readonly callee: { readonly number: string | null; readonly dn: string | null };
  readonly participants: readonly {
    readonly dn: string | null;
    readonly state: string;
    readonly leftAt: string | null;
  }[];
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly answeredBy: { readonly dn: string | null } | null;
  readonly outcome: string | null;
  readonly pbx: { readonly callId: number };
}
interface ActiveBody {
  readonly items: CallBody[];
  readonly asOf: string;
  readonly stale: boolean;
  readonly sequence: string;
  readonly epoch: string;
}
interface HistoryBody {
  readonly items: (CallBody & { readonly segments: readonly unknown[] })[];
  readonly nextCursor: string | null;
}
interface EventsBody {
  readonly items: SeenEvent[];
  readonly sequence: string;
}

const OUTSIDE = '+493012345611';

describe('calls, now and before', () => {
  let world: World;
  let key: string;

  beforeAll(async () => {
    world = await World.start();
    ({ key } = await world.makeKey());
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

  const get = async <T>(route: string, by = key) =>
    (await world.request<T>('GET', route, { key: by })).body;
  const active = (by = key) => get<ActiveBody>('/relay/active-calls', by);
  const history = (query = '', by = key) => get<HistoryBody>(`/relay/call-history${query}`, by);
  const post = <T = CallBody>(route: string, body: unknown, headers = {}, by = key) =>
    world.request<T>('POST', route, { key: by, body, headers });

  async function keyFor(wish: KeyWish): Promise<string> {
    return (await world.makeKey(wish)).key;
  }

  async function untilActive(callId: string, fits: (call: CallBody) => boolean): Promise<CallBody> {
    let seen: CallBody | undefined;
    return until(
      `call ${callId} fits`,
      async () => {
        seen = (await active()).items.find((call) => call.callId === callId);
        return seen && fits(seen) ? seen : undefined;
      },
      { otherwise: () => JSON.stringify(seen) },
    );
  }
  const isConnected = ({ state }: CallBody) => state === 'connected';

  async function untilEvent(callId: string, type: string): Promise<SeenEvent> {
    return until(`${type} of ${callId}`, async () => {
      const { items } = await get<EventsBody>(`/relay/events?types=${type}&limit=1000`);
      return items.find(({ data }) => data.call?.callId === callId);
    });
  }

  async function aConnectedCall(from = '100', to = '101'): Promise<CallBody> {
    const { body } = await post('/relay/calls', { from, to });
    return untilActive(body.callId, isConnected);
  }

  async function aFinishedCall(from: string, to: string): Promise<string> {
    const { callId } = await aConnectedCall(from, to);
    await post(`/relay/calls/${callId}/drop`, { dn: from });
    await untilEvent(callId, 'call.record');
    return callId;
  }

  describe('control', () => {
    it('makes a call whose id is the same everywhere', async () => {
      const made = await post('/relay/calls', { from: '100', to: '101' });
      expect(made.status).toBe(202);
      const { callId } = made.body;
      const now = await untilActive(callId, isConnected);
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
      await untilEvent(callId, 'call.record');
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
      await untilActive(body.callId, (call) =>
        call.participants.some(({ dn, state }) => dn === '101' && state === 'ringing'),
      );
      const answered = await post(`/relay/calls/${body.callId}/answer`, { dn: '101' });
      expect(answered.status).toBe(202);
      await untilActive(body.callId, isConnected);
      await world.pbx.setDn('101', { answer: 'auto', answerAfterMs: 50 });
    });

    it('sends a ringing call on', async () => {
      await world.pbx.setDn('101', { answer: 'manual' });
      const { body } = await post('/relay/calls', { from: '100', to: '101' });
      await untilActive(body.callId, (call) =>
        call.participants.some(({ dn, state }) => dn === '101' && state === 'ringing'),
      );
      const diverted = await post(`/relay/calls/${body.callId}/divert`, { dn: '101', to: '102' });
      expect(diverted.status).toBe(202);
      const call = await untilActive(body.callId, isConnected);
      expect([call.callee.dn, call.answeredBy?.dn]).toEqual(['101', '102']);
      await world.pbx.setDn('101', { answer: 'auto', answerAfterMs: 50 });
    });

    it('transfers a connected call', async () => {
      const { callId } = await aConnectedCall('100', '101');
      const transferred = await post(`/relay/calls/${callId}/transfer`, { dn: '101', to: '103' });
      expect(transferred.status).toBe(202);
      const call = await untilActive(callId, ({ participants }) =>
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
      const { callId } = await aConnectedCall();
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
      await untilActive(first.body.callId, isConnected);
      expect((await active()).items).toHaveLength(1);
      const other = await post('/relay/calls', { from: '100', to: '102' }, named);
      expect(other.body).toMatchObject({ status: 409, code: 'CONFLICT' });
      const unfit = await post('/relay/calls', wish, { 'idempotency-key': 'order 4711' });
      expect(unfit.body).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
      const elsewhere = await keyFor({});
      await world.pbx.hangUpAll();
      const mine = await post('/relay/calls', wish, named, elsewhere);
      expect([mine.status, ids.includes(mine.body.callId)]).toEqual([202, false]);
    });
  });

  describe('a key for some DNs', () => {
    it('sees and controls calls of these alone', async () => {
      const restricted = await keyFor({ dns: ['101'] });
      const mine = await aConnectedCall('100', '101');
      const other = await aConnectedCall('102', '103');
      expect((await active(restricted)).items.map(({ callId }) => callId)).toEqual([mine.callId]);
      const hidden = await world.request('GET', `/relay/active-calls/${other.callId}`, {
        key: restricted,
      });
      expect(hidden.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      const drop = (callId: string, dn: string) =>
        post<{ code?: string }>(`/relay/calls/${callId}/drop`, { dn }, {}, restricted);
      expect((await drop(other.callId, '102')).status).toBe(404);
      const foreign = await drop(mine.callId, '100');
      expect([foreign.status, foreign.body.code]).toEqual([403, 'DN_NOT_ALLOWED']);
      const from = await post<{ code?: string }>(
        '/relay/calls',
        { from: '104', to: '101' },
        {},
        restricted,
      );
      expect([from.status, from.body.code]).toEqual([403, 'DN_NOT_ALLOWED']);
      expect((await drop(mine.callId, '101')).status).toBe(202);
      await untilEvent(mine.callId, 'call.record');
      await post(`/relay/calls/${other.callId}/drop`, { dn: '102' });
      await untilEvent(other.callId, 'call.record');
      const before = (await history('', restricted)).items.map(({ callId }) => callId);
      expect(before).toContain(mine.callId);
      expect(before).not.toContain(other.callId);
      const told = await get<EventsBody>('/relay/events?types=call.*&limit=1000', restricted);
      const ids = new Set(told.items.map(({ data }) => data.call?.callId));
      expect([ids.has(mine.callId), ids.has(other.callId)]).toEqual([true, false]);
      const whole = await get<EventsBody>('/relay/events');
      expect(told.sequence).toBe(whole.sequence);
    });
  });

  describe('active calls', () => {
    it('say at which position they are true', async () => {
      const { callId } = await aConnectedCall();
      const snapshot = await active();
      expect(snapshot.stale).toBe(false);
      expect(Math.abs(Date.now() - Date.parse(snapshot.asOf))).toBeLessThan(60_000);
      await post(`/relay/calls/${callId}/drop`, { dn: '100' });
      await untilEvent(callId, 'call.ended');
      const after = await get<EventsBody>(`/relay/events?since=${snapshot.sequence}&limit=1000`);
      const types = after.items.map(({ type }) => type);
      expect(types).toContain('call.ended');
      expect(types).not.toContain('call.started');
    });

    it('can be asked for by DN', async () => {
      const { callId } = await aConnectedCall('100', '101');
      const by = async (dn: string) =>
        (await get<ActiveBody>(`/relay/active-calls?dn=${dn}`)).items.map((call) => call.callId);
      expect([await by('101,109'), await by('109')]).toEqual([[callId], []]);
    });
  });

  describe('history', () => {
    it('is paged newest first; calls that are added meanwhile shift nothing', async () => {
      for (const to of ['101', '102', '103']) await aFinishedCall('100', to);
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
        if (cursor === '') await aFinishedCall('102', '103');
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
      await untilEvent(callId, 'call.record');
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
      await aFinishedCall('100', '101');
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
    const { callId } = await aConnectedCall();
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
