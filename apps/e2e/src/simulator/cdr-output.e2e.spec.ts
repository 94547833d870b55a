import { freePort, Pbx, until } from '@3cx-relay/testing';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { endOf } from './call-rows';
import { PbxClient } from './pbx-client';

/** The fields of a line and their order, as the vendor's page has them. */
const FIELDS = [
  ...['historyid', 'callid', 'duration', 'time-start', 'time-answered', 'time-end'],
  ...['reason-terminated', 'from-no', 'to-no', 'from-dn', 'to-dn', 'dial-no', 'reason-changed'],
  ...['final-number', 'final-dn', 'bill-code', 'bill-rate', 'bill-cost', 'bill-name', 'chain'],
  ...['from-type', 'to-type', 'final-type', 'from-dispname', 'to-dispname', 'final-dispname'],
  'missed-queue-calls',
];
const TIME = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/;

type Line = Readonly<Record<string, string>>;

/** Whole lines of what came so far. */
class Reader {
  private text = '';
  private readonly sockets: Socket[] = [];

  follow(socket: Socket): this {
    this.sockets.push(socket);
    socket.on('data', (data: Buffer) => (this.text += data.toString()));
    socket.on('error', () => undefined);
    return this;
  }

  async line(callId: number): Promise<string> {
    return until(`the line of call ${callId}`, () =>
      linesIn(this.text).find((line) => line.startsWith(`Call ${callId},`)),
    );
  }

  leave(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

const linesIn = (text: string) => text.split(/\r?\n/).slice(0, -1);
const fieldsOf = (line: string): Line =>
  Object.fromEntries(line.split(',').map((value, index) => [FIELDS[index] ?? 'more', value]));

/** The lines of finished calls that go out over a socket and to a file. */
describe('the CDR output', () => {
  let pbx: Pbx;
  let port: number;
  let file: string;
  let reader: Reader;
  beforeAll(async () => {
    port = await freePort();
    pbx = await Pbx.start({ args: ['--speed', '50', '--cdr-port', String(port)] });
    reader = new Reader().follow(connect(port, '127.0.0.1'));
  });
  afterAll(async () => {
    reader.leave();
    await pbx.stop();
  });

  async function lineOf(body: Record<string, unknown>): Promise<Line> {
    const callId = await pbx.call(body);
    return fieldsOf(await reader.line(callId));
  }

  it('has 27 fields, with no quotes and no header', async () => {
    const callId = await pbx.call({ scenario: 'internal' });
    const line = await reader.line(callId);
    expect(line.split(',')).toHaveLength(27);
    expect(line).not.toContain('"');
    expect(line).not.toContain('historyid');
  });

  it('names the call by its number, in the form of the samples', async () => {
    const callId = await pbx.call({ scenario: 'internal' });
    const line = fieldsOf(await reader.line(callId));
    expect(line['historyid']).toBe(`Call ${callId}`);
    expect(line['callid']).toMatch(new RegExp(`^[0-9a-f]{16}_${callId}$`));
  });

  it('tells times in UTC, and the duration from answer to end', async () => {
    const callId = await pbx.call({ scenario: 'internal' });
    const line = fieldsOf(await reader.line(callId));
    const { startedAt, answeredAt, endedAt } = await endOf(pbx, callId);
    const told = (at: string | null) => (at ?? '').slice(0, 19).replaceAll('-', '/');
    expect(line['time-start']).toBe(told(startedAt).replace('T', ' '));
    expect(line['time-answered']).toBe(told(answeredAt).replace('T', ' '));
    expect(line['time-end']).toBe(told(endedAt).replace('T', ' '));
    for (const name of ['time-start', 'time-answered', 'time-end']) {
      expect(line[name]).toMatch(TIME);
    }
    const talked = Math.round((Date.parse(endedAt ?? '') - Date.parse(answeredAt ?? '')) / 1_000);
    expect(line['duration']).toMatch(/^\d\d:\d\d:\d\d$/);
    const [hours, minutes, seconds] = (line['duration'] ?? '').split(':').map(Number);
    expect((hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0)).toBe(talked);
  });

  it('leaves the time of answer empty where nobody answered', async () => {
    const line = await lineOf({ scenario: 'internal-missed' });
    expect(line).toMatchObject({ 'time-answered': '', 'reason-terminated': 'TerminatedBySrc' });
  });

  it.each([
    ['source', 'TerminatedBySrc'],
    ['destination', 'TerminatedByDst'],
  ])('says who hung up an internal call: the %s', async (hangUpBy, reason) => {
    const line = await lineOf({ from: '105', to: '106', answer: 'auto', talkMs: 2_000, hangUpBy });
    expect(line).toMatchObject({
      'reason-terminated': reason,
      'from-no': 'Ext.105',
      'to-no': 'Ext.106',
      'from-dn': '105',
      'to-dn': '106',
      'dial-no': '106',
      'reason-changed': '',
      'final-number': 'Ext.106',
      'final-dn': '106',
      'from-type': 'Extension',
      'to-type': 'Extension',
      'final-type': 'Extension',
      chain: 'Chain: Ext.105;Ext.106;',
    });
    expect(line['from-dispname']).not.toBe('');
    expect(line['to-dispname']).not.toBe('');
  });

  it('names the line and the number of a caller from outside', async () => {
    const line = await lineOf({ scenario: 'inbound-answered' });
    expect(line).toMatchObject({
      'from-no': expect.stringMatching(/^\+49\d+$/),
      'from-dn': '10001',
      'from-type': 'Line',
      'to-no': expect.stringMatching(/^Ext\.\d+$/),
      'dial-no': expect.stringMatching(/^\+44\d+$/),
    });
  });

  it('names the line and the number of whom an extension calls outside', async () => {
    const line = await lineOf({ scenario: 'outbound' });
    expect(line).toMatchObject({
      'from-type': 'Extension',
      'to-no': expect.stringMatching(/^\+\d+$/),
      'to-dn': '10001',
      'to-type': 'Line',
    });
  });

  it('tells a call of a queue with the agent who had it and those who did not', async () => {
    const line = await lineOf({ scenario: 'queue' });
    expect(line).toMatchObject({
      'to-type': 'Queue',
      'final-type': 'Extension',
      'reason-changed': 'ReplacedDst',
      'reason-terminated': expect.stringMatching(/^TerminatedBy(Src|Dst)$/),
      'final-number': expect.stringMatching(/^Ext\.1\d\d$/),
    });
    const agent = line['final-number'] ?? '';
    expect(line['chain']).toContain(`;${agent};`);
    expect((line['missed-queue-calls'] ?? '').split(';')).not.toContain(line['final-dn']);
  });

  it('names voicemail as the end of a call that came to it', async () => {
    const line = await lineOf({ scenario: 'inbound-voicemail' });
    expect(line).toMatchObject({ 'final-type': 'VMail', 'reason-changed': 'ReplacedDst' });
  });

  it('gives the same line to every reader', async () => {
    const other = new Reader().follow(connect(port, '127.0.0.1'));
    await lineOf({ scenario: 'internal' });
    const callId = await pbx.call({ scenario: 'internal' });
    expect(await other.line(callId)).toBe(await reader.line(callId));
    other.leave();
  });

  it('lists its fields in CDRSettings in the order of the line', async () => {
    const client = await PbxClient.signIn(pbx);
    const { body } = await client.get('/xapi/v1/CDRSettings');
    const { EnabledFields, PossibleFields } = body as {
      EnabledFields: { Name: string; Length: number }[];
      PossibleFields: string[];
    };
    expect(EnabledFields.map(({ Name }) => Name)).toEqual(FIELDS);
    expect([...PossibleFields].sort()).toEqual([...FIELDS].sort());
  });

  describe('to a reader that the PBX connects to, and to a file', () => {
    let listening: Server;
    let active: Pbx;
    const fromActive = new Reader();
    beforeAll(async () => {
      listening = createServer((socket) => fromActive.follow(socket));
      const own = await freePort();
      await new Promise<void>((resolve) => listening.listen(own, '127.0.0.1', resolve));
      file = path.join(path.dirname(pbx.iniPath), 'cdr-of-the-other.log');
      active = await Pbx.start({
        args: ['--speed', '50', '--cdr-socket', 'active', '--cdr-port', String(own)].concat([
          '--cdr-file',
          file,
        ]),
      });
    });
    afterAll(async () => {
      fromActive.leave();
      listening.close();
      await active.stop();
    });

    it('sends a line for each finished call, the same as at the end of the file', async () => {
      const first = await active.call({ scenario: 'internal' });
      const line = await fromActive.line(first);
      expect(line.split(',')).toHaveLength(27);
      const second = await active.call({ scenario: 'queue' });
      const lines = [line, await fromActive.line(second)];
      await until('both are in the file', () => {
        return linesIn(readFileSync(file, 'utf8')).length === 2;
      });
      expect(linesIn(readFileSync(file, 'utf8')).sort()).toEqual(lines.sort());
    });
  });
});
