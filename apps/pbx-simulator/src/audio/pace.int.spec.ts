import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { Dialect } from '../call-control/dialect';
import { aDn } from '../pbx';
import { EngineEvents } from '../pbx/engine-events';
import { Counters } from '../pbx/ids';
import { Legs } from '../pbx/legs';
import { legPartyOfDn } from '../pbx/parties';
import { AudioClient } from '../testing/audio-client';
import { AudioClock } from './audio-clock';
import { Listening, Speaking } from './audio-stream';
import { CallSounds } from './call-sounds';
import { CallAudio } from './call-audio';

jest.setTimeout(30_000);

const LEG = new Legs(new Counters(), new EngineEvents()).add({
  ...{ dn: aDn('routePoint', '900'), callId: 1, status: 'Connected' },
  party: legPartyOfDn(aDn('extension', '101')),
});
const parts = { leg: LEG, dialect: new Dialect() };
let server: Server;
let url: string;
let nowMs = 0;
let clients: AudioClient[];
let accept: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  nowMs = 0;
  clients = [];
  server = createServer((request, response) => accept(request, response)).listen(0, '127.0.0.1');
  url = await until('it listens', () => {
    const address = server.address();
    return typeof address === 'object' && address && `http://127.0.0.1:${address.port}/`;
  });
});
afterEach(() => {
  for (const client of clients) client.abort();
  server.close();
  server.closeAllConnections();
});

const clock = () => new AudioClock(1, () => nowMs);
/** A client's stream, and the PBX's end of it, whose clock the test turns. */
async function listening() {
  const sounds = new CallSounds(() => undefined, clock());
  const accepted = new Promise<[Listening, ServerResponse]>((resolve) => {
    accept = (request, response) =>
      resolve([new Listening({ ...parts, request, response, sounds }), response]);
  });
  const client = new AudioClient('GET', url, '');
  clients.push(client);
  const [stream, response] = await accepted;
  await until('the answer has begun', () => client.status === 200);
  return { client, stream, response };
}
async function speaking() {
  const audio = new CallAudio();
  const sounds = new CallSounds(() => undefined, clock());
  sounds.trackOf = () => audio.track('900');
  const accepted = new Promise<[Speaking, IncomingMessage]>((resolve) => {
    accept = (request, response) =>
      resolve([new Speaking({ ...parts, request, response, sounds }, 1), request]);
  });
  const client = new AudioClient('POST', url, '');
  clients.push(client);
  const [stream, request] = await accepted;
  return { client, stream, request, track: audio.track('900') };
}

describe('a listener', () => {
  it('gets what is due to the frame, however late and uneven the ticks are', async () => {
    const { client, stream } = await listening();
    let now = 0;
    for (let tick = 0; tick < 500; tick += 1) {
      now += 8 * (1 + ((tick * 37) % 90));
      stream.tick(now);
      await until('it is read', () => client.heard.length === Math.floor(now / 160) * 320, {
        everyMs: 1,
      });
    }
    expect(now).toBeGreaterThan(10 * 8_000);
  });

  it('misses frames when it reads slowly, and the PBX holds no more than a buffer for it', async () => {
    const { client, stream, response } = await listening();
    client.pause();
    const MINUTE = 60 * 8_000;
    let most = 0;
    for (let now = 0; now < 60 * MINUTE; now += 8_000) {
      stream.tick(now);
      most = Math.max(most, response.writableLength);
      if (now % MINUTE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(most).toBeLessThan(128 * 1_024);
    client.resume();
    await until('the rest is read', () => !response.writableNeedDrain);
    const missed = client.heard.length;
    expect(missed).toBeLessThan(60 * MINUTE * 2);
    stream.tick(60 * MINUTE + 160);
    await until('it is live again', () => client.heard.length > missed);
  });

  it('is not sent minutes at once when the process was held up', async () => {
    const { client, stream } = await listening();
    stream.tick(600 * 8_000);
    await until('something is read', () => client.heard.length > 0);
    expect(client.heard.length).toBeLessThanOrEqual(10 * 16_000);
  });
});

describe('a speaker', () => {
  it('that sends too fast is held back, and is played at its pace', async () => {
    const { client, stream, request, track } = await speaking();
    const hour = Buffer.alloc(3_600 * 16_000, 1);
    client.send(hour);
    await until('the PBX has begun to read', () => request.readableLength > 0);
    let most = 0;
    for (let now = 160; now <= 5 * 8_000; now += 160) {
      stream.tick(now);
      most = Math.max(most, request.readableLength);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(most).toBeLessThan(512 * 1_024);
    expect(client.waiting).toBeGreaterThan(hour.length / 2);
    // The head start, and what is not due yet.
    expect(track.spans).toEqual([{ from: 640, to: 5 * 8_000 }]);
  });

  it('that pauses leaves silence, and goes on after it', async () => {
    const { client, stream, request, track } = await speaking();
    const send = async (samples: number) => {
      client.send(Buffer.alloc(samples * 2, 1));
      await until('it has come', () => request.readableLength >= samples * 2);
    };
    await send(800);
    for (let now = 160; now <= 8_000; now += 160) stream.tick(now);
    await send(800);
    for (let now = 8_160; now <= 16_000; now += 160) stream.tick(now);
    const [first, second] = track.spans;
    expect([track.spans.length, first?.to]).toEqual([2, (first?.from ?? 0) + 800]);
    expect(second?.from).toBeGreaterThanOrEqual(8_000);
    expect(track.sent()).toHaveLength(1_600);
  });

  it('that ends in the middle of a sample is answered all the same', async () => {
    const { client, stream, request, track } = await speaking();
    client.send(Buffer.alloc(321, 1));
    client.end();
    await until('it has come', () => request.complete);
    for (let now = 160; now <= 8_000 && !client.hasEnded; now += 160) {
      stream.tick(now);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('it is answered', () => client.hasEnded);
    expect([client.status, track.sent().length]).toEqual([200, 160]);
  });
});
