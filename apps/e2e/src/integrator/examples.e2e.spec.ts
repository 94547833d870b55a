import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, needs, openBrowser, Relay, until } from '@3cx-relay/testing';

const ROOT = path.resolve(__dirname, '../../../..');
const EXAMPLES = path.join(ROOT, 'docs/examples');

/** An example that runs in a folder of its own, as an integrator would start it. */
class Example {
  output = '';
  errors = '';
  private readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], cwd: string, env: Record<string, string>) {
    const own = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env };
    this.child = spawn(command, args, {
      cwd,
      env: own,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** The sequences of the events that it printed, one JSON text in each line. */
  get sequences(): number[] {
    const lines = this.output.split('\n').slice(0, -1);
    const events = lines.map((line) => JSON.parse(line) as { sequence: string });
    return events.map(({ sequence }) => Number(sequence));
  }

  async untilEvents(count: number): Promise<number[]> {
    return until(
      `${count} events`,
      () => (this.sequences.length >= count ? this.sequences : undefined),
      {
        limitMs: 40_000,
        otherwise: () => this.errors,
      },
    );
  }

  /** With what it started: the shell example has curl as a child. */
  async stop(): Promise<void> {
    const { exitCode, signalCode, pid } = this.child;
    if (exitCode !== null || signalCode !== null || pid === undefined) return;
    process.kill(-pid, 'SIGKILL');
    await until(
      'the example has ended',
      () => this.child.signalCode ?? this.child.exitCode ?? undefined,
    );
  }
}

/** The integrator's own web server: the page, and a route that fetches tickets with the key. */
async function aPage(ticket: () => Promise<string>) {
  const html = readFileSync(path.join(EXAMPLES, 'browser.html'));
  const server = createServer((request, response) => {
    if (request.method === 'GET') response.end(html);
    else void ticket().then((text) => response.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function aTicket(url: string, key: string): Promise<string> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/relay/tickets`, { method: 'POST', headers });
  return ((await answer.json()) as { ticket: string }).ticket;
}

describe('the examples', () => {
  let relay: Relay;
  let page: Awaited<ReturnType<typeof aPage>>;
  let key: string;
  let folder: string;
  const running: Example[] = [];

  beforeAll(async () => {
    page = await aPage(() => relay.apiKey().then((by) => aTicket(relay.url, by)));
    relay = await Relay.start({ env: { CORS_ORIGINS: page.origin } });
    await relay.untilOk();
    key = await relay.apiKey();
    execFileSync(process.execPath, [path.join(ROOT, 'tools/build/client.mjs')], { stdio: 'pipe' });
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'example-'));
    cpSync(EXAMPLES, folder, { recursive: true });
    const packages = path.join(folder, 'node_modules');
    mkdirSync(packages);
    symlinkSync(path.join(ROOT, 'dist/libs/client'), path.join(packages, '3cx-relay-client'));
    for (const name of ['ws', 'socket.io-client']) {
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(packages, name));
    }
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((example) => example.stop()));
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    page.server.close();
    await relay.stop();
  });

  function start(command: string, file: string, env: Record<string, string> = {}): Example {
    const settings = { RELAY_URL: relay.url, RELAY_KEY: key, ...env };
    const example = new Example(command, [file], folder, settings);
    running.push(example);
    return example;
  }

  const KEEPERS = [
    { file: 'stream.sh', command: 'sh', test: needs('curl').it },
    { file: 'client.mjs', command: process.execPath, test: it },
    { file: 'stream.py', command: 'python3', test: needs('python3').it },
  ] as const;
  for (const { file, command, test } of KEEPERS) {
    test(`${file} streams, and goes on after its last event when it is started again`, async () => {
      const first = start(command, file);
      await first.untilEvents(3);
      await first.stop();
      const kept = first.sequences.at(-1) ?? 0;
      const second = start(command, file);
      const resumed = await second.untilEvents(3);
      // The position may be one event old when a program is killed between printing and keeping.
      expect([kept, kept + 1]).toContain(resumed[0]);
      expect(resumed.slice(1).every((sequence, n) => sequence > (resumed[n] ?? 0))).toBe(true);
    });
  }

  it.each(['socketio.mjs', 'websocket.mjs'])('%s streams with a plain library', async (file) => {
    const sequences = await start(process.execPath, file).untilEvents(3);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  });

  const RECEIVERS = [
    { file: 'verify_webhook.mjs', command: process.execPath, test: it },
    { file: 'verify_webhook.py', command: 'python3', test: needs('python3').it },
  ] as const;
  for (const { file, command, test } of RECEIVERS) {
    test(`${file} takes what is signed and refuses what is not`, async () => {
      const port = String(await freePort());
      const secret = Buffer.from('a secret of thirty-two bytes ok!').toString('base64');
      const receiver = start(command, file, { PORT: port, WEBHOOK_SECRET: `whsec_${secret}` });
      await until('it listens', () => receiver.output.includes('listening'));
      const now = Math.floor(Date.now() / 1_000);
      const send = async (timestamp: number, signed: string, sent = signed) => {
        const mac = createHmac('sha256', Buffer.from(secret, 'base64'));
        const signature = mac.update(`id1.${timestamp}.${signed}`).digest('base64');
        const headers = {
          'webhook-id': 'id1',
          'webhook-timestamp': String(timestamp),
          'webhook-signature': `v1,AAAA v1,${signature}`,
        };
        const target = `http://127.0.0.1:${port}/`;
        return (await fetch(target, { method: 'POST', headers, body: sent })).status;
      };
      const body = '{"id":"id1","type":"call.ended"}';
      expect(await send(now, body)).toBe(204);
      expect(await send(now, body)).toBe(204);
      expect(await send(now, body, body.replace('ended', 'faked'))).toBe(401);
      expect(await send(now - 3_600, body)).toBe(401);
      expect(receiver.output.match(/call\.ended/g)).toHaveLength(1);
    });
  }

  needs('browser').it('browser.html streams with a ticket, without the key', async (chromium) => {
    const browser = await openBrowser(chromium);
    try {
      const tab = await browser.newPage();
      await tab.goto(`${page.origin}/page?relay=${relay.url}&since=0`);
      await until('the page shows events', async () => (await tab.locator('li').count()) > 3, {
        limitMs: 40_000,
      });
    } finally {
      await browser.close();
    }
  });
});
