import { IoClient, RawClient, SseClient } from './streams';
import { type MadeKey, type ProblemBody, World } from './world';

/** What must not be read by whoever reads logs: the part of a key that proves it. */
const secretOf = (key: string): string => key.split('_').at(-1) ?? '';

describe('secrets', () => {
  let world: World;
  let made: MadeKey;
  let mistyped: string;
  const answers: string[] = [];

  beforeAll(async () => {
    world = await World.start({
      env: { LOG_LEVEL: 'debug', WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' },
    });
    made = await world.makeKey();
    const last = made.key.endsWith('0') ? '1' : '0';
    mistyped = `${made.key.slice(0, -1)}${last}`;
  });
  afterAll(() => world.stop());

  async function ask(method: string, route: string, wish: Parameters<World['request']>[2]) {
    const reply = await world.request<ProblemBody & { ticket?: string; secret?: string }>(
      method,
      route,
      wish,
    );
    answers.push(reply.text, JSON.stringify([...reply.headers]));
    return reply;
  }

  it('of keys and webhooks are in no answer, log, error or audit, wherever they were sent', async () => {
    const { key } = made;
    for (const sent of [key, mistyped]) {
      await ask('GET', '/relay/active-calls', { key: sent });
      await ask('GET', '/relay/active-calls', { headers: { 'x-api-key': sent } });
      await ask('GET', `/relay/active-calls?apiKey=${sent}`, { key });
      await ask('GET', `/relay/events?since=${sent}&types=${sent}`, { key });
      await ask('GET', `/relay/events?ticket=${sent}`, {});
      await ask('GET', `/relay/call-history?cursor=${sent}`, { key });
      await ask('POST', '/relay/calls', { key, body: { from: sent, to: sent } });
      await ask('POST', '/relay/calls', { key, raw: `{"from":"${sent}"` });
      await ask('GET', `/${sent}`, {});
    }
    const [raw, io] = [new RawClient(world.url), new IoClient(world.url, { apiKey: mistyped })];
    await raw.untilOpen();
    raw.send({ type: 'auth', apiKey: mistyped });
    await raw.untilClosed();
    await io.untilRefused();
    io.close();
    const { ticket = 'none' } = (await ask('POST', '/relay/tickets', { key })).body;
    answers.splice(-2);
    const stream = await SseClient.open(world.url, `?ticket=${ticket}`);
    await stream.untilReceived('subscribed');
    stream.close();
    const url = 'http://127.0.0.1:9/calls';
    const webhook = await ask('POST', '/relay/webhooks', { key, body: { url } });
    answers.splice(-2);
    const { secret = 'none' } = webhook.body;
    expect([ticket, secret]).not.toContain('none');
    for (const route of ['/admin/errors', '/admin/audit', '/admin/api-keys', '/admin/webhooks']) {
      answers.push(JSON.stringify(await world.admin('GET', route)));
    }
    await world.relay.program.stop();
    const { output } = world.relay.program;
    expect(output.length).toBeGreaterThan(0);
    for (const hidden of [secretOf(key), secretOf(mistyped), ticket, secret.slice(6)]) {
      expect(output).not.toContain(hidden);
      expect(answers.filter((text) => text.includes(hidden))).toEqual([]);
    }
  });
});
