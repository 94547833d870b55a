import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pbx } from '../pbx';
import { CdrOutput, type CdrOutputOptions } from './cdr-output';

const TALK = { answer: 'auto', answerAfterMs: 1_000, talkMs: 5_000 } as const;
let stops: (() => unknown)[] = [];
let pbx: Pbx;
beforeEach(() => {
  pbx = new Pbx({ seed: 1, speed: 100, extensions: 20 });
});
afterEach(async () => {
  pbx.clock.stop();
  for (const stop of stops) await stop();
  stops = [];
});

async function output(options: Partial<CdrOutputOptions>): Promise<CdrOutput> {
  const started = await CdrOutput.start({ socket: 'passive', port: null, file: null, ...options });
  stops.push(() => started.stop());
  pbx.listen(started);
  return started;
}

/** What came over a socket, line by line. */
function linesOf(socket: Socket): string[][] {
  const lines: string[][] = [];
  let rest = '';
  socket.on('data', (data: Buffer) => {
    const parts = (rest + data.toString()).split('\r\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => part.split(',')));
  });
  stops.push(() => socket.destroy());
  return lines;
}
const firstOf = (lines: string[][]) => until('a line came', () => lines[0]);

describe('the CDR output', () => {
  it('writes 27 fields about an answered internal call to whoever connects', async () => {
    const { port } = await output({ port: 0 });
    const lines = linesOf(connect(port ?? 0, '127.0.0.1'));
    const { callId } = pbx.place('100', '101', TALK);
    const line = await firstOf(lines);
    expect(line).toHaveLength(27);
    expect(line[0]).toBe(`Call ${callId}`);
    expect(line[1]).toMatch(new RegExp(`^[0-9a-f]{16}_${callId}$`));
    expect(line[2]).toMatch(/^00:00:0\d$/);
    for (const at of [3, 4, 5]) expect(line[at]).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/);
    expect(line.slice(6, 14)).toEqual([
      'TerminatedBySrc',
      'Ext.100',
      'Ext.101',
      '100',
      '101',
      '101',
      '',
      'Ext.101',
    ]);
    expect(line[19]).toBe('Chain: Ext.100;Ext.101;');
    expect(line.slice(20, 23)).toEqual(['Extension', 'Extension', 'Extension']);
  });

  it('leaves duration and time of answer empty where nobody answered', async () => {
    const { port } = await output({ port: 0 });
    const lines = linesOf(connect(port ?? 0, '127.0.0.1'));
    pbx.place('100', '101', { answer: 'never', giveUpAfterMs: 2_000 });
    const line = await firstOf(lines);
    expect([line[2], line[4]]).toEqual(['', '']);
  });

  it('names the line, the agent and who missed it in a call to a queue', async () => {
    const { port } = await output({ port: 0 });
    const lines = linesOf(connect(port ?? 0, '127.0.0.1'));
    pbx.place('+493012345001', '+442071234563', TALK);
    const line = (await firstOf(lines)).join(',');
    expect(line).toMatch(
      /,\+493012345001,Ext\.800,10001,800,\+442071234563,ReplacedDst,Ext\.10[1-5],/,
    );
    expect(line).toMatch(/,Chain: \+493012345001;Ext\.800;/);
    expect(line).toContain(',Line,Queue,Extension,');
  });

  it('tells how the conversation ended, not how those ended who were rung in vain', async () => {
    const { port } = await output({ port: 0 });
    const lines = linesOf(connect(port ?? 0, '127.0.0.1'));
    pbx.place('+493012345001', '+442071234563', { ...TALK, hangUpBy: 'source' });
    expect((await firstOf(lines))[6]).toBe('TerminatedBySrc');
  });

  it('connects to the reader when it is active, and keeps lines until it is there', async () => {
    const reader = createServer();
    await new Promise<void>((resolve) => reader.listen(0, '127.0.0.1', resolve));
    const { port } = reader.address() as AddressInfo;
    await new Promise((resolve) => reader.close(resolve));
    await output({ socket: 'active', port });
    const call = pbx.place('100', '101', TALK);
    await until('the call is over', () => pbx.call(call.callId) === undefined);
    const lines: Promise<string[][]> = new Promise((resolve) => {
      reader.once('connection', (socket) => resolve(linesOf(socket)));
    });
    reader.listen(port, '127.0.0.1');
    stops.push(() => reader.close());
    expect((await firstOf(await lines))[0]).toBe(`Call ${call.callId}`);
  });

  it('has the fields that were chosen, in their order, cut to their lengths', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cdr-'));
    stops.push(() => rmSync(folder, { recursive: true, force: true }));
    const own = path.join(folder, 'own');
    const cdr = await output({ folder: own });
    const fields = [
      ['to-dn', 0],
      ['historyid', 4],
      ['from-dispname', 0],
    ] as const;
    cdr.set({
      ...{ enabled: true, logType: 'SingleFileForEachCall', removesCommas: true },
      fields: fields.map(([name, length]) => ({ name, length })),
    });
    const { truth } = pbx.place('+493012300001', '101', TALK);
    pbx.place('102', '103', TALK);
    await until('both calls are over', () => pbx.calls().length === 0);
    const names = readdirSync(own);
    expect(names).toHaveLength(2);
    const stamp = truth.startedAt.replaceAll(/\D/g, '').slice(2, 14);
    expect(names).toContain(`cdr-${stamp}.${truth.callId}.log`);
    const text = readFileSync(path.join(own, `cdr-${stamp}.${truth.callId}.log`), 'utf8');
    expect(text).toBe('101,Call,Müller Jürgen:\r\n');
    cdr.reset();
    expect(existsSync(own)).toBe(false);
  });

  it('has one file for all calls when it is chosen, and nothing when it is turned off', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cdr-'));
    stops.push(() => rmSync(folder, { recursive: true, force: true }));
    const cdr = await output({ folder });
    const settings = { logType: 'SingleFileForAllCalls', removesCommas: false };
    const fields = [{ name: 'dial-no', length: 0 }];
    const called = async (to: string) => {
      pbx.place('100', to, TALK);
      await until('the call is over', () => pbx.calls().length === 0);
    };
    cdr.set({ ...settings, fields, enabled: true });
    await called('101');
    await called('102');
    cdr.set({ ...settings, fields, enabled: false });
    await called('103');
    expect(readFileSync(path.join(folder, 'cdr.log'), 'utf8')).toBe('101\r\n102\r\n');
  });

  it('adds a line to a file for each call', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cdr-'));
    stops.push(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'cdr.log');
    await output({ file });
    pbx.place('100', '101', TALK);
    pbx.place('102', '103', TALK);
    await until('both calls are over', () => pbx.calls().length === 0);
    expect(readFileSync(file, 'utf8').match(/^Call \d+,.*\r\n/gm)).toHaveLength(2);
  });
});
