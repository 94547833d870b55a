import { Pbx, until } from '@3cx-relay/testing';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { PbxClient } from './pbx-client';

/** 8000 samples of 16 bit in a second: 16 bytes per ms. */
const BYTES_PER_SECOND = 16_000;
const SPEED = 5;

/** One end of a stream, read and written as bytes come and go. */
class Stream {
  status: number | null = null;
  hasEnded = false;
  encoding: string | undefined;
  body = '';
  private readonly chunks: Buffer[] = [];
  private readonly request: ClientRequest;

  constructor(method: 'GET' | 'POST', url: string, headers: Record<string, string>) {
    this.request = request(url, {
      method,
      headers: method === 'GET' ? headers : { ...headers, ...POSTED },
    });
    this.request.on('response', (answer) => this.receive(answer));
    this.request.on('error', () => (this.hasEnded = true));
    if (method === 'GET') this.request.end();
    else this.request.flushHeaders();
  }

  get heard(): Buffer {
    return Buffer.concat(this.chunks);
  }

  write(bytes: Buffer): void {
    this.request.write(bytes);
  }

  end(): void {
    this.request.end();
  }

  abort(): void {
    this.request.destroy();
  }

  private receive(answer: IncomingMessage): void {
    this.status = answer.statusCode ?? 0;
    this.encoding = answer.headers['transfer-encoding'];
    answer.on('data', (data: Buffer) => {
      this.chunks.push(data);
      if (this.status !== 200) this.body += data.toString();
    });
    answer.on('close', () => (this.hasEnded = true));
    answer.on('error', () => (this.hasEnded = true));
  }
}
const POSTED = { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' };

/** A tone as PCM, signed 16 bit, little endian, 8000 Hz, mono. */
function tone(seconds: number, hertz: number): Buffer {
  const pcm = Buffer.alloc(Math.round(seconds * BYTES_PER_SECOND));
  for (let at = 0; at < pcm.length / 2; at += 1) {
    pcm.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hertz * at) / 8_000)), at * 2);
  }
  return pcm;
}

/** How often a sound crosses zero upwards in a second: the pitch of a tone. */
function pitchOf(pcm: Buffer): number {
  let crossings = 0;
  for (let at = 2; at + 1 < pcm.length; at += 2) {
    if (pcm.readInt16LE(at - 2) < 0 && pcm.readInt16LE(at) >= 0) crossings += 1;
  }
  return crossings / (pcm.length / BYTES_PER_SECOND);
}

/** The sound in a WAV file, behind its header. */
function soundOf(wav: Buffer): Buffer {
  expect(wav.subarray(0, 4).toString()).toBe('RIFF');
  return wav.subarray(wav.indexOf('data') + 8);
}

/** Audio of route points in both directions, asked of the running program. */
describe('the audio of Call Control', () => {
  let pbx: Pbx;
  let client: PbxClient;
  let streams: Stream[] = [];
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', String(SPEED)] });
    client = await PbxClient.signIn(pbx);
    await pbx.setDn('105', { answer: 'manual' });
    await pbx.setDn('106', { answer: 'manual' });
  });
  afterEach(async () => {
    for (const stream of streams) stream.abort();
    streams = [];
    await pbx.hangUpAll();
  });
  afterAll(() => pbx.stop());

  const pathOf = (dn: string, id: number) => `/callcontrol/${dn}/participants/${id}/stream`;
  function open(method: 'GET' | 'POST', id: number, dn = '900', who = client): Stream {
    const stream = new Stream(method, `${pbx.httpUrl}${pathOf(dn, id)}`, who.headers);
    streams.push(stream);
    return stream;
  }
  const statusOf = (stream: Stream) =>
    until('the stream is answered', () => stream.status ?? undefined);

  /** Somebody outside talks with the program of the route point. */
  async function givenCall() {
    const callId = await pbx.call({ from: '+493012345611', to: '900', talkMs: 600_000 });
    return { callId, leg: await client.leg('900', 'Connected', callId) };
  }

  it('comes as an endless chunked body that begins at once', async () => {
    const { leg } = await givenCall();
    const stream = open('GET', leg.id);
    expect(await statusOf(stream)).toBe(200);
    expect(stream.encoding).toBe('chunked');
    await until('sound comes', () => stream.heard.length > BYTES_PER_SECOND);
    expect(stream.hasEnded).toBe(false);
  });

  it('has 16 bytes for each ms of the PBX', async () => {
    const { leg } = await givenCall();
    const stream = open('GET', leg.id);
    await until('it runs', () => stream.heard.length > 0);
    const from = { at: performance.now(), bytes: stream.heard.length };
    await until('some seconds came', () => stream.heard.length > 6 * BYTES_PER_SECOND);
    const seconds = (performance.now() - from.at) / 1_000;
    const rate = (stream.heard.length - from.bytes) / seconds / SPEED;
    expect(rate / BYTES_PER_SECOND).toBeGreaterThan(0.5);
    expect(rate / BYTES_PER_SECOND).toBeLessThan(1.5);
  });

  it('carries what the caller says, as signed 16 bit at 8000 Hz', async () => {
    const { callId, leg } = await givenCall();
    const stream = open('GET', leg.id);
    await until('it runs', () => stream.heard.length > 0);
    await pbx.steer(callId, 'say', { tone: 440 });
    const pitch = await until(
      'the tone is heard',
      () => {
        const last = stream.heard.subarray(-BYTES_PER_SECOND & ~1);
        const pitched = pitchOf(last);
        return Math.abs(pitched - 440) < 25 && pitched;
      },
      { otherwise: () => String(pitchOf(stream.heard.subarray(-BYTES_PER_SECOND))) },
    );
    expect(pitch).toBeCloseTo(440, -2);
  });

  it('brings what the program sends to the other side, byte by byte', async () => {
    const { callId, leg } = await givenCall();
    const sent = tone(1, 700);
    const stream = open('POST', leg.id);
    for (let at = 0; at < sent.length; at += 4_096) stream.write(sent.subarray(at, at + 4_096));
    stream.end();
    expect(await statusOf(stream)).toBe(200);
    const answer = await fetch(`${pbx.httpUrl}/_sim/calls/${callId}/audio?dn=900`);
    const heard = soundOf(Buffer.from(await answer.arrayBuffer()));
    expect(heard.equals(sent)).toBe(true);
  });

  it('takes up a new prompt after the program broke one off', async () => {
    const { callId, leg } = await givenCall();
    const first = open('POST', leg.id);
    first.write(tone(0.25, 500));
    const heard = async () => {
      const answer = await fetch(`${pbx.httpUrl}/_sim/calls/${callId}/audio?dn=900`);
      return answer.ok ? soundOf(Buffer.from(await answer.arrayBuffer())) : Buffer.alloc(0);
    };
    await until('the first is heard', async () => (await heard()).length > 0);
    first.abort();
    const second = open('POST', leg.id);
    second.write(tone(0.5, 900));
    second.end();
    expect(await statusOf(second)).toBe(200);
    const end = (await heard()).subarray(-BYTES_PER_SECOND / 4);
    expect(Math.abs(pitchOf(end) - 900)).toBeLessThan(30);
  });

  it('flows both ways at once', async () => {
    const { callId, leg } = await givenCall();
    const down = open('GET', leg.id);
    const up = open('POST', leg.id);
    await pbx.steer(callId, 'say', { tone: 300 });
    up.write(tone(1, 700));
    up.end();
    expect(await statusOf(up)).toBe(200);
    await until('the caller is heard', () => pitchOf(down.heard.subarray(-8_000)) > 250);
  });

  it('ends when the call ends', async () => {
    const { callId, leg } = await givenCall();
    const down = open('GET', leg.id);
    await until('it runs', () => down.heard.length > 0);
    await pbx.steer(callId, 'hangup', {});
    await until('the stream has ended', () => down.hasEnded);
  });

  it('ends when a newer token takes the place of the one it was opened with', async () => {
    const { leg } = await givenCall();
    const down = open('GET', leg.id);
    await until('it runs', () => down.heard.length > 0);
    client = await PbxClient.signIn(pbx);
    await until('the stream has ended', () => down.hasEnded);
    expect(await statusOf(open('GET', leg.id))).toBe(200);
  });

  describe('is refused', () => {
    it.each(['GET', 'POST'] as const)('to %s a leg of an extension: 424', async (method) => {
      const callId = await pbx.call({ from: '105', to: '106' });
      const leg = await client.leg('106', 'Ringing', callId);
      await pbx.steer(callId, 'answer', { dn: '106' });
      await client.leg('106', 'Connected', callId);
      const stream = open(method, leg.id, '106');
      if (method === 'POST') stream.end();
      expect(await statusOf(stream)).toBe(424);
    });

    it('while the own leg is not connected: 404 or 424', async () => {
      const made = await client.post('/callcontrol/900/makecall', { destination: '105' });
      const { result } = made.body as { result: { id: number } };
      expect([404, 424]).toContain(await statusOf(open('GET', result.id)));
    });

    it('to a leg that has left: 404', async () => {
      const { callId, leg } = await givenCall();
      await pbx.steer(callId, 'hangup', {});
      await until('it has left', async () => (await client.participants('900')).length === 0);
      expect(await statusOf(open('GET', leg.id))).toBe(404);
    });

    it('to the leg of the other side under the own DN: 403', async () => {
      const callId = await pbx.call({ from: '105', to: '900' });
      await client.leg('900', 'Connected', callId);
      const other = await client.leg('105', 'Connected', callId);
      expect(await statusOf(open('GET', other.id))).toBe(403);
    });

    it('without a token that lives: 401', async () => {
      const { leg } = await givenCall();
      const answer = await fetch(`${pbx.httpUrl}${pathOf('900', leg.id)}`);
      expect(answer.status).toBe(401);
    });
  });
});
