import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { AudioClient } from '../testing/audio-client';
import { entity, type Participant, Simulated } from '../testing/simulated';
import { bytesOf, type Pcm, pcmOf } from './pcm';
import { samplesOfWav, wavOf } from './wav';

// A start of the PBX takes seconds where other tests run beside it.
jest.setTimeout(60_000);

const CALLER = '+493012345611';
const SECOND = 16_000;
let pbx: Simulated;
let token: string;
const open: AudioClient[] = [];

beforeAll(async () => {
  pbx = await Simulated.start();
});
afterAll(() => pbx.stop());
beforeEach(async () => {
  for (const client of open.splice(0)) client.abort();
  await pbx.post('/_sim/reset');
  token = await pbx.signIn();
});

function stream(method: 'GET' | 'POST', leg: Participant, as = token): AudioClient {
  const client = new AudioClient(method, `${pbx.url}${entity(leg)}/stream`, as);
  open.push(client);
  return client;
}
async function connected(from = CALLER): Promise<{ callId: number; leg: Participant }> {
  const callId = await pbx.place({ from, to: '900' });
  return { callId, leg: await pbx.leg('900', 'Connected') };
}
const say = (callId: number, saying: unknown) => pbx.post(`/_sim/calls/${callId}/say`, saying);
async function sent(callId: number, query = ''): Promise<Pcm> {
  const path = `/_sim/calls/${callId}/audio?dn=900${query}`;
  const response = await fetch(pbx.url + path);
  expect(response.headers.get('content-type')).toBe('audio/wav');
  return samplesOfWav(Buffer.from(await response.arrayBuffer()));
}
const hears = (client: AudioClient, bytes: number) =>
  until(`${bytes} bytes are heard`, () => client.heard.length >= bytes);
/** A sound that cannot be mistaken for another. */
const speech = (samples: number, from = 1): Pcm =>
  Int16Array.from({ length: samples }, (_, n) => ((n * 7 + from) % 20_000) + 1);
const last = (client: AudioClient, bytes: number) => client.heard.subarray(-bytes);
const isLoud = (bytes: Buffer) => pcmOf(bytes).some((sample) => Math.abs(sample) > 1_000);

describe('GET stream', () => {
  it('sends silence in real time while nobody speaks, and ends when the call ends', async () => {
    const { callId, leg } = await connected();
    const client = stream('GET', leg);
    await hears(client, 320);
    const begin = performance.now();
    const before = client.heard.length;
    await hears(client, before + 2 * SECOND);
    const rate = (client.heard.length - before) / (performance.now() - begin);
    expect(rate).toBeGreaterThan(15);
    expect(rate).toBeLessThan(17);
    expect(client.heard.every((byte) => byte === 0)).toBe(true);
    expect(client.heard.length % 320).toBe(0);
    await pbx.post(`/_sim/calls/${callId}/hangup`);
    await until('the stream has ended', () => client.hasEnded);
    expect((await pbx.get(`${entity(leg)}/stream`)).status).toBe(404);
  });

  it('carries the far side’s tone until it falls silent', async () => {
    const { callId, leg } = await connected();
    const client = stream('GET', leg);
    expect((await say(callId, { tone: 440 })).status).toBe(200);
    await until('the tone is heard', () => isLoud(last(client, 1_600)));
    await say(callId, { silence: true });
    await until('it is silent', () => !isLoud(last(client, 1_600)));
  });

  it('carries a WAV file sample by sample', async () => {
    const { callId, leg } = await connected();
    const client = stream('GET', leg);
    await hears(client, 320);
    await say(callId, { dn: CALLER, wav: wavOf(speech(4_000)).toString('base64') });
    await until('all is heard', () => client.heard.includes(bytesOf(speech(4_000))));
  });

  it('carries who barges in, until they leave', async () => {
    const { callId, leg } = await connected();
    const client = stream('GET', leg);
    expect((await pbx.post(`/_sim/calls/${callId}/bargein`, { dn: '105' })).status).toBe(200);
    expect((await say(callId, { dn: '105', tone: 440 })).status).toBe(200);
    await until('the tone is heard', () => isLoud(last(client, 1_600)));
    await pbx.post(`/_sim/calls/${callId}/hangup`, { dn: '105' });
    await until('it is silent', () => !isLoud(last(client, 1_600)));
  });

  it('goes to several listeners alike', async () => {
    const { callId, leg } = await connected();
    const clients = [stream('GET', leg), stream('GET', leg)];
    await say(callId, { wav: wavOf(speech(4_000)).toString('base64'), repeat: true });
    for (const client of clients) {
      await until('a part is heard', () => client.heard.includes(bytesOf(speech(2_000, 701))));
    }
  });

  it('ends when a newer token has taken the place of its own', async () => {
    const { leg } = await connected();
    const client = stream('GET', leg);
    await hears(client, 320);
    await pbx.signIn();
    await until('the stream has ended', () => client.hasEnded);
  });
});

describe('POST stream', () => {
  it('is played in real time, can be read back, and is answered at its end', async () => {
    const { callId, leg } = await connected();
    const client = stream('POST', leg);
    const begin = performance.now();
    client.send(bytesOf(speech(8_000)));
    client.end();
    await until('it is answered', () => client.hasEnded);
    expect(performance.now() - begin).toBeGreaterThan(950);
    expect(client.status).toBe(200);
    expect(JSON.parse(client.text)).toMatchObject({
      finalstatus: 'Success',
      result: { dn: '900' },
    });
    expect(await sent(callId)).toEqual(speech(8_000));
  });

  it('has no gaps when it comes in uneven pieces, as the vendor’s program sends it', async () => {
    const { callId, leg } = await connected();
    const client = stream('POST', leg);
    const bytes = bytesOf(speech(12_000));
    for (let at = 0; at < bytes.length; at += 4_096) {
      client.send(bytes.subarray(at, at + 4_096));
      // Its pace: without the pauses there would be nothing to make gaps.
      await new Promise((resolve) => setTimeout(resolve, 128));
    }
    client.end();
    await until('it is answered', () => client.hasEnded);
    expect(await sent(callId, '&pauses=true')).toEqual(speech(12_000));
  });

  it('comes back from a far side that echoes', async () => {
    const { callId, leg } = await connected();
    await say(callId, { echo: true });
    const ear = stream('GET', leg);
    const mouth = stream('POST', leg);
    mouth.send(bytesOf(speech(4_000)));
    await until('the echo is heard', () => ear.heard.includes(bytesOf(speech(4_000))));
  });

  it('is heard by the program at the other end', async () => {
    const callId = await pbx.place({ from: '900', to: '901' });
    const here = await pbx.leg('900', 'Connected');
    const other = await pbx.signIn('901', 'simulator-secret-2');
    const there = await until('901 is connected', async () =>
      (await pbx.participants('901')).find(({ status }) => status === 'Connected'),
    );
    const ear = stream('GET', there, other);
    stream('POST', here).send(bytesOf(speech(2_000)));
    await until('it is heard', () => ear.heard.includes(bytesOf(speech(2_000))));
    expect(await sent(callId)).toEqual(speech(2_000));
  });

  it('is ended by a new one, which takes its place', async () => {
    const { callId, leg } = await connected();
    const first = stream('POST', leg);
    first.send(bytesOf(speech(80_000)));
    await until('it plays', async () => (await sent(callId)).length > 0);
    const second = stream('POST', leg);
    await until('the first is answered', () => first.hasEnded);
    expect(JSON.parse(first.text)).toMatchObject({ finalstatus: 'Failed' });
    second.send(bytesOf(speech(800, 5_000)));
    second.end();
    await until('the second is answered', () => second.hasEnded);
    expect(JSON.parse(second.text)).toMatchObject({ finalstatus: 'Success' });
    expect((await sent(callId)).slice(-800)).toEqual(speech(800, 5_000));
  });

  it('stops at once when it is aborted', async () => {
    const { callId, leg } = await connected();
    const client = stream('POST', leg);
    client.send(bytesOf(speech(16_000)));
    await until('it plays', async () => (await sent(callId)).length > 0);
    client.abort();
    await until('it has stopped', () => pbx.simulator.streams.size === 0);
    const { length } = await sent(callId);
    expect(length).toBeLessThan(16_000);
    expect(await sent(callId)).toHaveLength(length);
  });

  it('is answered when the call ends', async () => {
    const { callId, leg } = await connected();
    const client = stream('POST', leg);
    client.send(bytesOf(speech(80_000)));
    await until('it plays', async () => (await sent(callId)).length > 0);
    await pbx.post(`/_sim/calls/${callId}/hangup`);
    await until('it is answered', () => client.hasEnded);
    expect(JSON.parse(client.text)).toMatchObject({
      ...{ finalstatus: 'Failed', reason: 'PartyConnectionLost' },
    });
    expect((await sent(callId)).length).toBeGreaterThan(0);
  });
});

describe('a stream is refused', () => {
  it.each(['GET', 'POST'])('with 424 for a phone that is only watched (%s)', async (method) => {
    const callId = await pbx.place({ from: CALLER, to: '101' });
    await pbx.leg('101', 'Ringing');
    await pbx.post(`/_sim/calls/${callId}/answer`);
    const path = `${entity(await pbx.leg('101', 'Connected'))}/stream`;
    expect((await pbx.request(method, path)).status).toBe(424);
  });

  it('with 424 before the leg is connected', async () => {
    await pbx.request('PATCH', '/_sim/dns/101', { answer: 'manual' });
    await pbx.place({ from: '900', to: '101' });
    const path = `${entity(await pbx.leg('900', 'Dialing'))}/stream`;
    expect((await pbx.get(path)).status).toBe(424);
  });

  it('with an answer that a client gets though it goes on sending', async () => {
    await pbx.request('PATCH', '/_sim/dns/101', { answer: 'manual' });
    await pbx.place({ from: '900', to: '101' });
    const client = stream('POST', await pbx.leg('900', 'Dialing'));
    client.send(bytesOf(speech(1_000_000)));
    await until('it is answered', () => client.hasEnded);
    expect(client.status).toBe(424);
    await until('what was sent is let go', () => client.waiting === 0);
  });

  it('with 404 for what is not there, 403 for what is not in the list, 401 without token', async () => {
    const { leg } = await connected();
    const path = `${entity(leg)}/stream`;
    const other = await pbx.signIn('901', 'simulator-secret-2');
    const status = async (at: string, as: string | null = token) =>
      (await pbx.request('GET', at, undefined, as)).status;
    expect(await status('/callcontrol/900/participants/777/stream')).toBe(404);
    expect(await status('/callcontrol/777/participants/1/stream')).toBe(404);
    expect(await status(`/callcontrol/101/participants/${leg.id}/stream`)).toBe(403);
    expect(await status(path, other)).toBe(403);
    expect(await status(path, null)).toBe(401);
    expect((await pbx.request('DELETE', path, undefined, token)).status).toBe(405);
  });

  it('by a fault like any other request', async () => {
    const { leg } = await connected();
    await pbx.post('/_sim/faults', { kind: 'refuse', status: 503, count: 1, path: entity(leg) });
    expect((await pbx.get(`${entity(leg)}/stream`)).status).toBe(503);
  });
});

describe('saying', () => {
  it.each([
    [{}, 'tone'],
    [{ tone: 5 }, 'tone'],
    [{ tone: 440, echo: true }, 'tone'],
    [{ wav: 'not base64!' }, 'wav'],
    [{ wav: 'aGVsbG8=' }, 'wav'],
    [{ volume: 11, tone: 440 }, 'volume'],
  ])('refuses %j, naming %s', async (saying, field) => {
    const { callId } = await connected();
    const reply = await say(callId, saying);
    expect(reply.status).toBe(400);
    expect((reply.body as { detail: string }).detail).toContain(field);
  });

  it('refuses who is not in the call, and calls that are not there', async () => {
    const { callId } = await connected();
    expect((await say(callId, { dn: '105', tone: 440 })).status).toBe(409);
    expect((await say(777, { tone: 440 })).status).toBe(404);
    expect((await pbx.get('/_sim/calls/777/audio?dn=900')).status).toBe(404);
    expect((await pbx.get(`/_sim/calls/${callId}/audio`)).status).toBe(400);
  });
});
