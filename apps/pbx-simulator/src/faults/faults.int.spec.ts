import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { Pool } from 'pg';
import { Simulated } from '../testing/simulated';

const CALL = { from: '+493012345611', to: '101', answer: 'reject' };
let pbx: Simulated;
beforeAll(async () => {
  pbx = await Simulated.start('--speed=10');
});
afterAll(() => pbx.stop());
beforeEach(async () => {
  await pbx.post('/_sim/reset');
  await pbx.signIn();
});
const stage = (fault: Record<string, unknown>) => pbx.post('/_sim/faults', fault);

describe('faults of requests', () => {
  it('refuse as often as told, below their path only', async () => {
    await stage({ kind: 'refuse', status: 429, path: '/callcontrol', count: 1 });
    expect((await pbx.get('/xapi/v1/Users')).status).toBe(200);
    const refused = await pbx.get('/callcontrol');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await pbx.get('/callcontrol')).status).toBe(200);
  });

  it('answer with HTML, cut off, or not at all', async () => {
    await stage({ kind: 'html', count: 1 });
    expect((await pbx.get('/callcontrol')).body).toContain('<html>');
    await stage({ kind: 'truncate', count: 1 });
    await expect(pbx.get('/callcontrol')).rejects.toBeDefined();
    await stage({ kind: 'reset', count: 1 });
    await expect(pbx.get('/callcontrol')).rejects.toBeDefined();
    expect((await pbx.get('/_sim/faults')).body).toEqual({ items: [] });
  });
});

describe('faults of sockets and tokens', () => {
  it('drop sockets without a close frame', async () => {
    const socket = await pbx.socket();
    await stage({ kind: 'drop-socket' });
    await until('the socket is closed', () => socket.closeCode !== null);
    expect(socket.closeCode).toBe(1006);
  });

  it('silence sockets without closing them', async () => {
    const socket = await pbx.socket();
    await stage({ kind: 'silence-socket' });
    await pbx.ended(await pbx.place(CALL));
    expect([socket.texts, socket.closeCode]).toEqual([[], null]);
    socket.ws.terminate();
  });

  it('duplicate and garble frames', async () => {
    const socket = await pbx.socket();
    await stage({ kind: 'duplicate-frames', count: 1 });
    await pbx.place(CALL);
    await until('two frames are there', () => socket.texts.length >= 2);
    expect(socket.texts[1]).toBe(socket.texts[0]);
    await stage({ kind: 'garble-frames' });
    await pbx.place({ ...CALL, to: '102' });
    await until('a frame is broken', () => socket.texts.some((text) => !text.endsWith('}')));
    socket.ws.terminate();
  });

  it('expire tokens', async () => {
    await stage({ kind: 'expire-tokens' });
    expect((await pbx.get('/callcontrol')).status).toBe(401);
  });
});

describe('faults of records', () => {
  it('hold records back until they are taken back', async () => {
    const db = new Pool({ connectionString: pbx.simulator.facts.db, max: 1 });
    try {
      const count = async () =>
        (await db.query<{ n: number }>('SELECT count(*)::int AS n FROM cdroutput')).rows[0]?.n;
      await stage({ kind: 'hold-records' });
      await pbx.ended(await pbx.place({ ...CALL, giveUpAfterMs: 500 }));
      expect(await count()).toBe(0);
      await pbx.request('DELETE', '/_sim/faults');
      await until('the records are written', async () => (await count()) !== 0);
    } finally {
      await db.end();
    }
  });
});
