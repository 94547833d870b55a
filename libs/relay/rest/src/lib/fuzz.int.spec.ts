import { request } from 'node:http';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { aCall } from './testing/fakes';
import { RestWorld } from './testing/rest-world';

const SECRET_DN = '666';
const REQUESTS = 20_000;
const FRAMES = 10_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What clients, tools and attackers put where a value is expected. */
const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...["' OR 1=1--", '../../etc/passwd', '%00', '\u0000', '__proto__', 'constructor', '{}', '[]'],
    ...[
      '-1',
      '1e309',
      'NaN',
      '9'.repeat(400),
      'now',
      '*',
      'call.*',
      ',,,',
      '2026-13-45',
      SECRET_DN,
    ],
  ),
  fc.integer().map(String),
);
const query = fc.dictionary(
  fc.constantFrom(
    ...['since', 'epoch', 'types', 'dn', 'limit', 'cursor', 'start', 'end', 'number', 'extension'],
    ...['direction', 'answered', '__proto__', 'ticket', 'x'],
  ),
  hostile,
  { maxKeys: 4 },
);
const path = fc.oneof(
  fc.constantFrom(
    ...['/relay/active-calls', '/relay/call-history', '/relay/events', '/relay/health'],
    ...['/relay/calls', '/relay/tickets', '/relay/metrics', '/relay/openapi.json', '/relay/docs'],
  ),
  hostile.map((text) => `/relay/active-calls/${encodeURIComponent(text)}`),
  hostile.map((text) => `/relay/calls/${encodeURIComponent(text)}/drop`),
  hostile.map((text) => `/relay/docs/${encodeURIComponent(text)}`),
  fc.constantFrom('/relay/%', '/relay/%ZZ', '/relay//events', '/relay/events/../../x', '//'),
);
const body = fc.oneof(
  hostile,
  fc.json(),
  fc.record({ from: hostile, to: hostile }).map((value) => JSON.stringify(value)),
  fc.record({ dn: hostile }).map((value) => JSON.stringify(value)),
  fc.constant('['.repeat(5_000)),
);
const headers = fc.record(
  {
    accept: fc.constantFrom('text/csv', 'application/json', '*/*', ';;;', 'text/html;q=x'),
    'content-type': fc.constantFrom(
      'application/json',
      'text/plain',
      'application/json;charset=x',
      ';',
    ),
    'content-encoding': fc.constantFrom('gzip', 'identity', 'x'),
    'x-request-id': fc.constantFrom('a', '<>', 'x'.repeat(500)),
    'idempotency-key': fc.constantFrom('a', '', 'x'.repeat(300)),
    'x-forwarded-for': fc.constantFrom('1.2.3.4', ',,,', 'x', '::1'),
    'last-event-id': fc.constantFrom('1', 'x'),
  },
  { requiredKeys: [] },
);

describe('hostile input', () => {
  let world: RestWorld;
  let key: string;

  beforeAll(async () => {
    world = await RestWorld.start();
    key = await world.key({ dns: ['101' as never] });
    world.active.calls = [aCall('mine', '101', '102'), aCall('secret', SECRET_DN, '667')];
    await world.append(20, [SECRET_DN]);
  }, 60_000);
  afterAll(() => world.stop(), 30_000);

  function send(
    method: string,
    target: string,
    extra: Record<string, string | undefined>,
    content: string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${world.url}/`,
        {
          method,
          path: target,
          agent: false,
          headers: { authorization: `Bearer ${key}`, ...extra },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => (text += chunk));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
        },
      );
      sent.on('error', reject);
      sent.end(content);
    });
  }

  it('over REST is never a 5xx, and never shows a restricted key what it may not see', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'),
        path,
        query,
        headers,
        body,
        async (method, target, parameters, extra, content) => {
          const search = new URLSearchParams(Object.entries(parameters)).toString();
          const hasBody = method !== 'GET' && method !== 'HEAD';
          const { status, body: text } = await send(
            method,
            `${target}?${search}`,
            extra,
            hasBody ? content : '',
          );
          expect(status).toBeLessThan(500);
          if (target !== '/relay/docs') expect(text).not.toContain(`"dn":"${SECRET_DN}"`);
          expect(text).not.toContain('call.updated","subject');
        },
      ),
      { numRuns: REQUESTS },
    );
    expect((await world.get('/relay/health')).status).toBe(200);
  }, 120_000);

  it('over the raw socket neither breaks the relay nor shows events of others', async () => {
    const frames = fc.sample(
      fc.oneof(
        hostile,
        fc.json(),
        fc
          .record({
            type: fc.constantFrom('subscribe', 'auth', 'ping', 'x'),
            since: hostile,
            dn: fc.array(hostile),
          })
          .map((value) => JSON.stringify(value)),
        fc
          .record({ type: fc.constant('subscribe'), since: fc.constant('0') })
          .map((value) => JSON.stringify(value)),
      ),
      { numRuns: FRAMES, seed: 1 },
    );
    const seen: string[] = [];
    while (frames.length > 0) seen.push(...(await converse(frames.splice(0, 40))));
    expect(seen.length).toBeGreaterThan(100);
    expect(seen.filter((text) => text.includes('"call_event"'))).toEqual([]);
    expect((await world.get('/relay/health')).status).toBe(200);
  }, 120_000);

  /** One connection that sends these frames; what the relay said until it was closed or done. */
  async function converse(frames: readonly string[]): Promise<string[]> {
    const heard: string[] = [];
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/relay/ws`, {
      headers: { 'x-api-key': key },
    });
    socket.on('message', (data) => heard.push((data as Buffer).toString()));
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (code) => {
        if (code === 1011 || code === 1006) reject(new Error(`closed with ${code}`));
        else resolve();
      });
      socket.on('open', () => {
        for (const frame of frames) socket.send(frame);
        socket.close(1000);
      });
    });
    return heard;
  }
});
