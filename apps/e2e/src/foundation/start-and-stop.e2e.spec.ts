import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, Program, Relay, until } from '@3cx-relay/testing';

/** Starts a relay that is expected to give up, and tells what it said. */
async function failingStart(env: Record<string, string>) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'relay-fail-'));
  const program = new Program({
    app: 'relay',
    cwd: dataDir,
    env: { DATA_DIR: path.join(dataDir, 'data'), LOG_DIR: dataDir, ...env },
  });
  const { code } = await program.untilEnded(30_000);
  rmSync(dataDir, { recursive: true, force: true });
  return { code, lines: program.output.trim().split('\n') };
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Processes whose command line names a folder. */
async function processesOf(folder: string): Promise<string[]> {
  return new Promise((resolve) => {
    let text = '';
    const ps = spawn('ps', ['-eo', 'pid,args']);
    ps.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    ps.on('exit', () => resolve(text.split('\n').filter((line) => line.includes(folder))));
  });
}

describe('starting in demo mode', () => {
  it('prints a line that streams events, and stops cleanly', async () => {
    const relay = await Relay.start({});
    const block = relay.program.output;
    expect(block).toMatch(/Dashboard +http:\/\/127\.0\.0\.1:\d+\/admin\//);
    expect(block).toMatch(/Simulator +http:\/\/127\.0\.0\.1:\d+\/_sim\/$/m);
    expect(block).toMatch(/Swagger +http:\/\/127\.0\.0\.1:\d+\/relay\/docs/);
    const line = /curl -N .*/.exec(block)?.[0] ?? '';
    const curl = spawn('sh', ['-c', `exec ${line} 2>/dev/null`]);
    let streamed = '';
    curl.stdout.on('data', (chunk: Buffer) => (streamed += chunk.toString()));
    for (const type of ['started', 'ringing', 'answered', 'ended', 'record']) {
      await until(`the line shows call.${type}`, () => streamed.includes(`event: call.${type}`), {
        limitMs: 60_000,
      });
    }
    curl.kill();
    const { code } = await relay.program.stop();
    expect(code).toBe(0);
    await until('nothing is left running', async () => {
      const left = await processesOf(String(relay.program.options.env?.['DATA_DIR']));
      return left.length === 0;
    });
    await relay.stop();
  });

  it('ends in order though Ctrl-C comes twice, as it does through npm', async () => {
    const relay = await Relay.start({});
    const line = /curl -N .*/.exec(relay.program.output)?.[0] ?? '';
    const curl = spawn('sh', ['-c', `exec ${line} 2>/dev/null`]);
    let streamed = '';
    curl.stdout.on('data', (chunk: Buffer) => (streamed += chunk.toString()));
    await until('it streams', () => streamed.includes('event: call.started'), { limitMs: 60_000 });
    relay.program.signal('SIGINT');
    await until('it says goodbye', () => streamed.includes('event: goodbye'));
    relay.program.signal('SIGINT');
    expect(await relay.program.untilEnded()).toEqual({ code: 0, signal: null });
    await relay.stop();
  });

  it('leaves nothing running when it is killed', async () => {
    const relay = await Relay.start({});
    const dataDir = String(relay.program.options.env?.['DATA_DIR']);
    expect((await processesOf(dataDir)).length).toBeGreaterThan(0);
    await relay.program.kill();
    await until('its PostgreSQL ends by itself', async () => {
      return (await processesOf(dataDir)).length === 0;
    });
    await relay.restart();
    expect((await relay.health()).components.store.state).toBe('connected');
    await relay.stop();
  });
});

describe('a start that cannot succeed', () => {
  it('names a taken port in one line', async () => {
    const port = await freePort();
    const holder = await listenOn(port);
    const { code, lines } = await failingStart({ PORT: String(port) });
    holder.close();
    expect(code).not.toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^PORT: 127\\.0\\.0\\.1:${port} is taken`));
  });

  it('names a running relay on the same data in one line', async () => {
    const relay = await Relay.start({});
    const dataDir = String(relay.program.options.env?.['DATA_DIR']);
    const { code, lines } = await failingStart({
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
    });
    expect(code).not.toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`process ${relay.program.pid}`);
    expect((await relay.health()).components.store.state).toBe('connected');
    await relay.stop();
  });

  it('tells all wrong settings at once, one line each', async () => {
    const { code, lines } = await failingStart({
      PORT: 'eighty',
      FQDN: 'pbx.example.com',
      CLIENT_ID: '900',
      LOG_LEVEL: 'loud',
    });
    expect(code).not.toBe(0);
    for (const name of ['PORT', 'CLIENT_SECRET', 'ADMIN_SECRET', 'LOG_LEVEL']) {
      expect(lines.filter((line) => line.startsWith(name))).toHaveLength(1);
    }
    expect(lines.join('\n')).not.toMatch(/^ +at /m);
  });

  it('names a data folder that cannot be written in one line', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'relay-ro-')), 'file');
    writeFileSync(file, '');
    const { code, lines } = await failingStart({
      DATA_DIR: path.join(file, 'data'),
      PORT: String(await freePort()),
    });
    expect(code).not.toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^DATA_DIR: cannot write/);
  });
});
