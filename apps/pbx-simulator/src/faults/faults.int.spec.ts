import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { get, type IncomingMessage } from 'node:http';
import { type Frame, Simulated, Socket } from '../testing/simulated';

const CALL = { from: '+493012345611', to: '101', answer: 'reject' };
let pbx: Simulated;
beforeAll(async () => {
  pbx = await Simulated.start('--speed=10');
}, 60_000);
afterAll(() => pbx.stop());
beforeEach(async () => {
  await pbx.post('/_sim/reset');
  await pbx.signIn();
});
/** What came of an answer before its connection was cut. */
async function firstPart(path: string) {
  const text: Buffer[] = [];
  const headers = { Authorization: `Bearer ${await pbx.signIn()}` };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(pbx.url + path, { headers }, resolve).on('error', reject);
  });
  response.on('data', (chunk: Buffer) => text.push(chunk));
  // It is cut: that is no answer's end.
  response.on('error', () => undefined);
  await new Promise((resolve) => response.once('close', resolve));
  const { statusCode: status, headers: head, complete } = response;
  const whole = Buffer.concat(text).toString();
  return { status, length: head['content-length'], isWhole: complete, text: whole };
}
const stage = (fault: Record<string, unknown>) => pbx.post('/_sim/faults', fault);
const takeBack = () => pbx.request('DELETE', '/_sim/faults');

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

describe('answers that are cut', () => {
  it('have the true status and head, and the first half of the true body', async () => {
    const path = '/xapi/v1/Users?$top=5';
    const whole = await pbx.get(path);
    await stage({ kind: 'truncate', path: '/xapi', count: 1 });
    const cut = await firstPart(path);
    const text = JSON.stringify(whole.body);
    expect([cut.status, cut.isWhole]).toEqual([200, false]);
    expect(cut.length).toBe(whole.headers.get('content-length'));
    expect(cut.text).toBe(text.slice(0, cut.text.length));
    expect(cut.text.length).toBeGreaterThan(text.length / 2 - 2);
    expect(cut.text.length).toBeLessThan(text.length);
  });

  it('refuse in truth what is refused', async () => {
    await stage({ kind: 'truncate', path: '/callcontrol', count: 1 });
    expect(await firstPart('/callcontrol/777')).toMatchObject({ status: 404, isWhole: false });
  });
});

describe('slow and late answers', () => {
  it('take their time, and are whole in the end', async () => {
    const whole = await pbx.get('/callcontrol');
    await stage({ kind: 'slow-body', delayMs: 300, count: 1 });
    const slow = performance.now();
    expect((await pbx.get('/callcontrol')).body).toEqual(whole.body);
    expect(performance.now() - slow).toBeGreaterThan(250);
    await stage({ kind: 'delay', delayMs: 200, count: 1 });
    const late = performance.now();
    expect((await pbx.get('/callcontrol')).body).toEqual(whole.body);
    expect(performance.now() - late).toBeGreaterThan(190);
  });

  it('refuse upgrades as told, and let the next one through', async () => {
    const token = await pbx.signIn();
    await stage({ kind: 'refuse', status: 429, path: '/callcontrol/ws', count: 1 });
    const headers = { Authorization: `Bearer ${token}` };
    expect(await pbx.refusedUpgrade(headers)).toBe(429);
    (await pbx.socket()).ws.terminate();
  });
});

describe('faults of sockets', () => {
  let socket: Socket;
  let token: string;
  beforeEach(async () => {
    token = await pbx.signIn();
    socket = await pbx.socket();
  });
  afterEach(() => socket.ws.terminate());
  const sequences = () => socket.frames.map(({ sequence }) => sequence);
  const framesAreThere = (count: number) =>
    until(`${count} frames are there`, () => socket.texts.length >= count);

  it('drop sockets without a close frame, and new ones as long as it lasts', async () => {
    await stage({ kind: 'drop-socket', durationMs: 60_000 });
    await until('the socket is closed', () => socket.closeCode !== null);
    expect(socket.closeCode).toBe(1006);
    const next = new Socket(`${pbx.url.replace('http', 'ws')}/callcontrol/ws`, token);
    await until('the next one is closed', () => next.closeCode === 1006);
    await takeBack();
    const last = await pbx.socket();
    await pbx.place(CALL);
    await until('frames come', () => last.texts.length > 0);
    last.ws.terminate();
  });

  it('silence sockets without closing them, and free them when it is taken back', async () => {
    await stage({ kind: 'silence-socket' });
    const later = await pbx.socket();
    await pbx.ended(await pbx.place(CALL));
    socket.ws.ping();
    expect([socket.texts, socket.closeCode, socket.pongs]).toEqual([[], null, 0]);
    await takeBack();
    await pbx.place(CALL);
    await framesAreThere(1);
    expect(sequences()[0]).toBeGreaterThan(1);
    await until('the later one hears as well', () => later.texts.length > 0);
    later.ws.terminate();
  });

  it('silence as many sockets as told, and leave the others', async () => {
    await stage({ kind: 'silence-socket', count: 1 });
    const other = await pbx.socket();
    await pbx.ended(await pbx.place(CALL));
    await until('the other one hears', () => other.texts.length > 0);
    expect(socket.texts).toEqual([]);
    other.ws.terminate();
  });

  it('duplicate and garble frames', async () => {
    await stage({ kind: 'duplicate-frames', count: 1 });
    await pbx.place(CALL);
    await framesAreThere(2);
    expect(socket.texts[1]).toBe(socket.texts[0]);
    await stage({ kind: 'garble-frames' });
    await pbx.place({ ...CALL, to: '102' });
    await until('a frame is broken', () => socket.texts.some((text) => !text.endsWith('}')));
  });

  it('skip a sequence', async () => {
    await stage({ kind: 'skip-frames', count: 1 });
    await pbx.ended(await pbx.place(CALL));
    await framesAreThere(1);
    expect(sequences()[0]).toBe(2);
  });

  it('let a frame be overtaken by the next', async () => {
    await stage({ kind: 'reorder-frames', count: 1 });
    await pbx.ended(await pbx.place(CALL));
    await framesAreThere(2);
    expect(sequences().slice(0, 2)).toEqual([2, 1]);
  });

  it('delay frames without changing their order', async () => {
    await stage({ kind: 'delay-frames', count: 1, delayMs: 400 });
    const started = performance.now();
    await pbx.place(CALL);
    await framesAreThere(2);
    expect(performance.now() - started).toBeGreaterThan(380);
    expect(sequences()).toEqual(sequences().toSorted((one, other) => one - other));
  });

  it('send a frame of more than a mebibyte, on its path only', async () => {
    await stage({ kind: 'oversize-frames', count: 1, path: '/callcontrol/102/**' });
    await pbx.place(CALL);
    await framesAreThere(1);
    await pbx.place({ ...CALL, to: '102' });
    const large = await until('a large frame came', () =>
      socket.texts.find((text) => text.length > 1_048_576),
    );
    expect((JSON.parse(large) as Frame).event.entity).toContain('/callcontrol/102/');
  });

  it('tell of a participant that is gone already', async () => {
    await stage({ kind: 'phantom-upsert', count: 1 });
    await pbx.ended(await pbx.place(CALL));
    const kinds = () => socket.frames.map(({ event }) => event.event_type);
    await until('the removal is told', () => kinds().includes(1));
    const phantom = await until('the phantom is told', () =>
      socket.frames.find((_frame, index) => kinds()[index - 1] === 1),
    );
    expect(phantom.event.event_type).toBe(0);
    expect((await pbx.get(phantom.event.entity)).status).toBe(404);
  });
});

describe('faults of tokens and of the PBX itself', () => {
  it('expire tokens, and leave open sockets as they are', async () => {
    const socket = await pbx.socket();
    await stage({ kind: 'expire-tokens' });
    expect((await pbx.get('/callcontrol')).status).toBe(401);
    await pbx.place(CALL);
    await until('a frame is there', () => socket.texts.length > 0);
    socket.ws.terminate();
  });

  it('revoke tokens, their sockets, and those that are issued meanwhile', async () => {
    const socket = await pbx.socket();
    await stage({ kind: 'revoke-tokens', durationMs: 60_000 });
    await until('the socket is closed', () => socket.closeCode === 1001);
    await pbx.signIn();
    expect((await pbx.get('/callcontrol')).status).toBe(401);
    await takeBack();
    await pbx.signIn();
    expect((await pbx.get('/callcontrol')).status).toBe(200);
  });

  it('restart the PBX: calls, sockets and tokens are gone, and it counts anew', async () => {
    await pbx.place({ ...CALL, answer: 'manual' });
    const socket = await pbx.socket();
    await stage({ kind: 'restart-pbx', durationMs: 60_000 });
    await until('the socket is closed', () => socket.closeCode === 1006);
    await expect(pbx.get('/callcontrol')).rejects.toBeDefined();
    await takeBack();
    expect((await pbx.get('/callcontrol')).status).toBe(401);
    expect((await pbx.get('/_sim/calls')).body).toEqual({ items: [] });
    expect(await pbx.place(CALL)).toBe(1);
  });

  it('set the clock of the PBX ahead, and back again', async () => {
    const hour = 3_600_000;
    const startOf = async () => {
      const call = await pbx.truth(await pbx.place(CALL));
      return Date.parse(call?.startedAt ?? '');
    };
    const before = await startOf();
    const told = async () => Date.parse((await pbx.get('/callcontrol')).headers.get('date') ?? '');
    await stage({ kind: 'clock-skew', skewMs: hour });
    expect((await startOf()) - before).toBeGreaterThanOrEqual(hour);
    expect((await told()) - before).toBeGreaterThan(hour - 1_000);
    await takeBack();
    expect((await startOf()) - before).toBeLessThan(hour);
    expect((await told()) - before).toBeLessThan(hour);
  });

  it('name the field of a fault that cannot be staged', async () => {
    const { status, body } = await stage({ kind: 'refuse', share: 2 });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      errors: [{ field: 'share', message: 'must be between 0 and 1' }],
    });
  });
});
