import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { WebSocket } from 'ws';
import type { Group, Row } from './measure';
import { SimulatorProcess } from './testing';

const EXTENSIONS = 500;
const ANSWER_MS = 1_000;
const CALL_MS = 10_000;
const MEASURED_MS = 15_000;
/** The kernel counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** The simulated PBX with its database, and a program that reads every leg its socket names. */
export async function simulatorLoad(): Promise<Group> {
  const pbx = await SimulatorProcess.start([`--extensions=${EXTENSIONS}`], 512);
  try {
    const url = pbx.url ?? '';
    const rows: Row[] = [];
    for (const perSecond of [5, 50, 200]) rows.push(await step(pbx, url, perSecond));
    return {
      title: `Calls of the simulator, each ${CALL_MS / 1_000} s long`,
      unit: 'calls',
      rows,
    };
  } finally {
    await pbx.stop();
  }
}

interface Load {
  readonly lateMs: number[];
  placed: number;
  read: number;
}

async function step(pbx: SimulatorProcess, url: string, perSecond: number): Promise<Row> {
  const load: Load = { lateMs: [], placed: 0, read: 0 };
  const watcher = await Watcher.open(url, load);
  const db = new Client({ connectionString: (await json<{ db: string }>(`${url}/_sim/info`)).db });
  await db.connect();
  const stopped = new AbortController();
  const placing = place(url, perSecond, watcher, stopped.signal);
  await pause(CALL_MS + ANSWER_MS);
  const figures = await measured(pbx, url, db, load);
  stopped.abort();
  await placing;
  await watcher.drained();
  await db.end();
  watcher.close();
  return { name: `${perSecond} a second, ${perSecond * (CALL_MS / 1_000)} at once`, ...figures };
}

/** What the PBX does and takes while the load stays the same. */
async function measured(pbx: SimulatorProcess, url: string, db: Client, load: Load) {
  const before = { placed: load.placed, read: load.read, cpu: cpuMs(pbx.pid) };
  load.lateMs.length = 0;
  const began = performance.now();
  let rowsBehindMs = 0;
  while (performance.now() - began < MEASURED_MS) {
    await pause(500);
    rowsBehindMs = Math.max(rowsBehindMs, await newestRowMs(db));
  }
  const tookMs = performance.now() - began;
  const cpu = ((cpuMs(pbx.pid) - before.cpu) / tookMs) * 100;
  const read = (load.read - before.read) / (tookMs / 1_000);
  const placed = load.placed - before.placed;
  const { items } = await json<{ items: unknown[] }>(`${url}/_sim/calls`);
  const late = load.lateMs.toSorted((a, b) => a - b);
  const lateAt = (share: number) => Math.round(late[Math.floor(late.length * share)] ?? 0);
  const remark = [
    `${items.length} at once`,
    `${cpu.toFixed(0)} % of a core`,
    `legs read: ${read.toFixed(0)} a second`,
    `hung up ${lateAt(0.5)} ms late, 1 in 100 ${lateAt(0.99)} ms`,
    `newest row at most ${Math.round(rowsBehindMs)} ms old`,
  ].join(', ');
  return { perSecond: placed / (tookMs / 1_000), remark };
}

/** Calls from outside to one extension after another, at an even pace. */
async function place(url: string, perSecond: number, watcher: Watcher, stopped: AbortSignal) {
  const began = performance.now();
  const requests: Promise<void>[] = [];
  for (let n = 0; !stopped.aborted; n += 1) {
    await pause(Math.max(0, began + (n * 1_000) / perSecond - performance.now()));
    requests.push(placeOne(url, String(100 + (n % EXTENSIONS)), watcher));
  }
  await Promise.all(requests);
}

async function placeOne(url: string, to: string, watcher: Watcher): Promise<void> {
  watcher.expects(to, performance.now() + CALL_MS);
  const response = await fetch(`${url}/_sim/calls`, {
    method: 'POST',
    body: JSON.stringify({
      ...{ from: '+493012345611', to, answer: 'auto', answerAfterMs: ANSWER_MS },
      talkMs: CALL_MS - ANSWER_MS,
    }),
  });
  if (!response.ok) throw new Error(await response.text());
  await response.arrayBuffer();
  watcher.load.placed += 1;
}

/** A program as the relay is one: it reads each leg that a frame names. */
class Watcher {
  /** When calls of each extension are hung up by plan, the next one first. */
  private readonly expected = new Map<string, number[]>();

  private constructor(
    private readonly url: string,
    private readonly socket: WebSocket,
    private readonly token: string,
    readonly load: Load,
  ) {
    socket.on('message', (data: Buffer) => void this.told(data.toString()));
  }

  static async open(url: string, load: Load): Promise<Watcher> {
    const form = { client_id: '900', client_secret: 'simulator-secret' };
    const body = new URLSearchParams({ ...form, grant_type: 'client_credentials' });
    const signedIn = await fetch(`${url}/connect/token`, { method: 'POST', body });
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/callcontrol/ws`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    return new Watcher(url, socket, token, load);
  }

  expects(dn: string, at: number): void {
    this.expected.set(dn, [...(this.expected.get(dn) ?? []), at]);
  }

  /** All calls are over. */
  async drained(): Promise<void> {
    const limit = performance.now() + 3 * CALL_MS;
    const left = () => [...this.expected.values()].flat().length;
    while (left() > 0 && performance.now() < limit) await pause(50);
    if (left() > 0) throw new Error(`${left()} calls are not over`);
  }

  close(): void {
    this.socket.terminate();
  }

  private async told(text: string): Promise<void> {
    const { event } = JSON.parse(text) as { event: { event_type: number; entity: string } };
    const dn = event.entity.split('/')[2] ?? '';
    if (event.event_type === 1) {
      const at = this.expected.get(dn)?.shift();
      if (at !== undefined) this.load.lateMs.push(performance.now() - at);
      return;
    }
    const headers = { authorization: `Bearer ${this.token}` };
    const response = await fetch(this.url + event.entity, { headers });
    await response.arrayBuffer();
    this.load.read += 1;
  }
}

async function newestRowMs(db: Client): Promise<number> {
  const { rows } = await db.query<{ age: string | null }>(
    'SELECT extract(epoch FROM now() - max(cdr_ended_at)) * 1000 AS age FROM cdroutput',
  );
  return Number(rows[0]?.age ?? 0);
}

/** Processor time that a process has taken; its database is not part of it. */
function cpuMs(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) * TICK_MS;
}

async function json<Body>(url: string): Promise<Body> {
  return (await (await fetch(url)).json()) as Body;
}
