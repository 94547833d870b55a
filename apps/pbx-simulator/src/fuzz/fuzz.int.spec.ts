import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { until } from '@3cx-relay/testing';
import { errorCode, SeededRandom } from '@3cx-relay/util';
import { WebSocket } from 'ws';
import { Hostile, type HostileRequest } from './hostile';
import { SimulatorProcess } from '../testing/simulator-process';

const REQUESTS = 4_500;
const FRAMES = 1_500;
const AT_A_TIME = 12;
/** Growth after the first third that counts as flat: heaps breathe. */
const FLAT_MIB = 96;

let pbx: SimulatorProcess;
let url = '';
let token = '';
beforeAll(async () => {
  pbx = await SimulatorProcess.start();
  url = pbx.url ?? '';
  await signIn();
}, 60_000);
afterAll(() => pbx.stop());

async function signIn(): Promise<void> {
  const form = { client_id: '900', client_secret: 'simulator-secret' };
  const body = new URLSearchParams({ ...form, grant_type: 'client_credentials' });
  const answer = await fetch(`${url}/connect/token`, { method: 'POST', body });
  token = ((await answer.json()) as { access_token: string }).access_token;
}

const authorization = () => ({ Authorization: `Bearer ${token}` });

/** What a program does all day: look, call, hear of it, hang up. */
async function servesAsEver(): Promise<void> {
  const control = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return [answer.status, await answer.json()] as const;
  };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/callcontrol/ws`, {
    headers: authorization(),
  });
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  await until('the socket is open', () => socket.readyState === WebSocket.OPEN);
  const [status, call] = await control('/_sim/calls', { from: '110', to: '111' });
  expect([status, call]).toEqual([200, { callId: expect.any(Number) }]);
  await until('the call is heard of', () =>
    heard.some((text) => text.includes('/callcontrol/111')),
  );
  const participants = await fetch(`${url}/callcontrol/111/participants`, {
    headers: authorization(),
  });
  expect([participants.status, await participants.json()]).toEqual([200, [expect.anything()]]);
  const users = await fetch(`${url}/xapi/v1/Users?$top=1`, { headers: authorization() });
  expect(users.status).toBe(200);
  await control(`/_sim/calls/${(call as { callId: number }).callId}/hangup`, {});
  socket.terminate();
}

/** Status and text; streams are left after their head. */
async function send({ method, path, body, type }: HostileRequest): Promise<[number, string]> {
  const abort = new AbortController();
  const answer = await fetch(url + path, {
    ...{ method, redirect: 'manual', signal: abort.signal },
    headers: { ...authorization(), ...(type ? { 'Content-Type': type } : {}) },
    ...(body === undefined ? {} : { body }),
  });
  if (/event-stream|octet-stream/.test(answer.headers.get('content-type') ?? '')) {
    abort.abort();
    return [answer.status, ''];
  }
  return [answer.status, await answer.text()];
}

/** A connection that lay idle may be closed just when it is used again: what cuts it twice counts. */
async function complaintOf(request: HostileRequest, isAgain = false): Promise<string[]> {
  const shown = `${request.method} ${request.path} ${request.body ?? ''}`.slice(0, 300);
  try {
    const [status, text] = await send(request);
    const isTrouble = (status >= 500 && status !== 501) || /\n\s+at |\.[jt]s:\d+/.test(text);
    return isTrouble ? [`${shown}: ${status} ${text.slice(0, 300)}`] : [];
  } catch (error) {
    const code = errorCode((error as { cause?: unknown }).cause ?? error);
    if (code === 'ECONNRESET' && !isAgain) return complaintOf(request, true);
    return [`${shown}: ${code}`];
  }
}

describe('whatever a client sends, the simulator', () => {
  it(`answers ${REQUESTS} hostile requests without an error of its own, in flat memory`, async () => {
    const hostile = new Hostile(new SeededRandom(20_261_121));
    const complaints: string[] = [];
    let before: number | null = null;
    for (let sent = 0; sent < REQUESTS; sent += AT_A_TIME) {
      const wave = Array.from({ length: AT_A_TIME }, () => complaintOf(hostile.request()));
      complaints.push(...(await Promise.all(wave)).flat());
      if (sent % 1_500 === 0) await servesAsEver();
      if (sent === REQUESTS / 3) before = pbx.residentMiB;
      if (!pbx.isAlive) break;
    }
    expect(complaints).toEqual([]);
    expect(pbx.isAlive).toBe(true);
    await servesAsEver();
    expect(pbx.residentMiB ?? 0).toBeLessThan((before ?? 0) + FLAT_MIB);
  }, 240_000);

  it(`survives ${FRAMES} hostile frames, among them floods`, async () => {
    const hostile = new Hostile(new SeededRandom(7));
    const before = pbx.residentMiB;
    for (let sent = 0; sent < FRAMES; sent += 100) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/callcontrol/ws`, {
        headers: authorization(),
      });
      socket.on('error', () => undefined);
      await until('the socket is open', () => socket.readyState === WebSocket.OPEN);
      let pongs = 0;
      socket.on('pong', () => (pongs += 1));
      for (let n = 0; n < 100; n += 1) socket.send(hostile.frame());
      socket.ping();
      const isOver = () => pongs > 0 || socket.readyState === WebSocket.CLOSED;
      await until('the flood is over', isOver, { limitMs: 20_000 });
      socket.terminate();
    }
    expect(pbx.isAlive).toBe(true);
    await servesAsEver();
    expect(pbx.residentMiB ?? 0).toBeLessThan((before ?? 0) + FLAT_MIB);
  }, 120_000);

  it.each([
    ['a head too long', 431, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['a path too long', 431, `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['no HTTP', 400, 'NONSENSE\r\n\r\n'],
    ['a length that is none', 400, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
  ])('answers %s on each of its ports with %i', async (_what, status, sent) => {
    const ports = [url, pbx.secureUrl ?? ''].map((one) => Number(new URL(one).port));
    for (const [index, port] of ports.entries()) {
      const socket =
        index === 0
          ? connect(port, '127.0.0.1')
          : connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
      // Who sends more than is read may be cut off; what was answered counts.
      socket.on('error', () => undefined);
      let answer = '';
      socket.on('data', (data: Buffer) => (answer += data.toString()));
      socket.write(sent);
      await until('it is answered', () => answer.includes('\r\n\r\n'));
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).toContain('Connection: close');
      await until('the connection is closed', () => socket.destroyed);
    }
    await servesAsEver();
  });

  it('answers in order what is asked at once on one connection, and closes it at garbage', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    const statuses = () =>
      [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
    const paths = ['/xapi/v1/swagger.yaml', '/callcontrol', '/_sim/info', '/callcontrol/%E0%A4%A'];
    const asked = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join('');
    socket.write(asked.repeat(3));
    await until('all are answered', () => statuses().length === 12, { otherwise: () => answer });
    expect(statuses()).toEqual([200, 401, 200, 401, 200, 401, 200, 401, 200, 401, 200, 401]);
    socket.write(`${asked}\0\xffGARBAGE \r\n\r\n${asked}`, 'latin1');
    await until('the connection is closed', () => socket.destroyed);
    expect(statuses().at(-1)).toBe(400);
    await servesAsEver();
  });

  it('survives what is no HTTP, no WebSocket, and clients that vanish', async () => {
    const { hostname, port } = new URL(url);
    const heads = [
      'NONSENSE\r\n\r\n',
      '\0\0\0\0'.repeat(1_000),
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'POST /connect/token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nclient_id=',
      'POST /_sim/calls HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'GET /callcontrol/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      `GET /callcontrol/ws HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n\xff\xff\xff\xff`,
    ];
    const sockets = Array.from({ length: 20 }, () => heads).flat();
    const opened = sockets.map((head) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(head, 'latin1');
      return socket;
    });
    await until('all were sent', () =>
      opened.every(({ bytesWritten, destroyed }) => bytesWritten > 0 || destroyed),
    );
    for (const socket of opened) socket.destroy();
    expect(pbx.isAlive).toBe(true);
    await servesAsEver();
  }, 60_000);
});
