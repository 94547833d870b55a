import { type Clock, ManualClock, SeededRandom, SystemClock } from '@3cx-relay/util';
import { until } from '@3cx-relay/testing';
import { CallControlDoor } from './call-control-door';
import { CallControlReads } from './call-control-reads';
import { CallControlSessions } from './call-control-sessions';
import { CallControlOptions } from './call-control.options';
import { CallControlWorker } from './call-control.worker';
import { connectionTo, SmallPbx } from './testing/small-pbx';
import { KeptPoison, KeptReports, Told } from './testing/told';

const leg = (dn: string, id: number, status: string, callid = 7) => ({
  id,
  status,
  dn,
  callid,
  legid: id,
});
const path = (dn: string, id: number) => `/callcontrol/${dn}/participants/${id}`;
const UPSERT = 0;
const REMOVE = 1;

describe('CallControlWorker', () => {
  let pbx: SmallPbx;
  let stop: AbortController;
  let running: Promise<void>;

  beforeEach(async () => {
    pbx = await SmallPbx.start();
    stop = new AbortController();
    running = Promise.resolve();
    showAll();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await pbx.stop();
  });

  const showAll = (...legs: ReturnType<typeof leg>[]) =>
    pbx.show('GET /callcontrol', [
      { dn: '900', type: 'Wroutepoint', devices: [], participants: [] },
      {
        dn: '101',
        type: 'Wextension',
        devices: [{ dn: '101', device_id: 'sip:101@h:1' }],
        participants: legs,
      },
    ]);
  const showLeg = (dn: string, id: number, status: string) =>
    pbx.show(`GET ${path(dn, id)}`, leg(dn, id, status));

  const givenWorker = (
    options: Partial<CallControlOptions> = {},
    clock: Clock = new SystemClock(),
  ) => {
    const { transport, endpoint, tokens, http } = connectionTo(pbx);
    const told = new Told();
    const poison = new KeptPoison();
    const reports = new KeptReports();
    const reads = new CallControlReads(http, poison);
    const sessions = new CallControlSessions(
      reads,
      told,
      poison,
      new CallControlOptions(options),
      clock,
    );
    const door = new CallControlDoor(tokens, endpoint, transport, clock);
    const worker = new CallControlWorker(door, sessions, reports, clock, new SeededRandom(1));
    running = worker.run(stop.signal);
    const seen = (line: string) =>
      until(`${line} is told`, () => told.lines.includes(line), {
        otherwise: () => told.lines.join('; '),
      });
    return { told, poison, reports, tokens, worker, seen };
  };
  const isTold = (told: Told, count: number) =>
    until(`${count} lines are told`, () => told.lines.length >= count, {
      otherwise: () => told.lines.join('; '),
    });

  it('tells the snapshot after the socket is open, then changes', async () => {
    showAll(leg('101', 1, 'Ringing'));
    const { told, reports, seen } = givenWorker();
    await seen('snapshot 101/1 ringing');
    showLeg('101', 1, 'Connected');
    pbx.frame(1, UPSERT, path('101', 1));
    pbx.frame(2, REMOVE, path('101', 1));
    await seen('removed 101/1');
    expect(told.lines).toEqual([
      'opened',
      'snapshot 101/1 ringing',
      'upserted 101/1 connected',
      'removed 101/1',
    ]);
    expect(told.snapshots[0]?.dns).toEqual([
      { dn: '900', dnType: 'routePoint' },
      { dn: '101', dnType: 'extension' },
    ]);
    expect(told.legs[0]?.dnType).toBe('extension');
    expect(reports.states).toEqual(['connecting', 'connected']);
  });

  it('applies after the snapshot what came while it was read', async () => {
    const gate = Promise.withResolvers<void>();
    pbx.on('GET /callcontrol', () => ({ body: [], after: gate.promise }));
    showLeg('101', 2, 'Ringing');
    const { told, seen } = givenWorker();
    await until('the snapshot is asked for', () => pbx.requests.includes('GET /callcontrol'));
    pbx.frame(1, UPSERT, path('101', 2));
    gate.resolve();
    await seen('upserted 101/2 ringing');
    expect(told.lines).toEqual(['opened', 'snapshot', 'upserted 101/2 ringing']);
  });

  it('leaves out repeats without a visible change', async () => {
    showLeg('101', 3, 'Ringing');
    const { told, seen } = givenWorker();
    await seen('snapshot');
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      pbx.frame(sequence, UPSERT, path('101', 3));
      const reads = () => pbx.requests.filter((line) => line.endsWith('/3')).length;
      await until('the leg is read', () => reads() >= sequence);
    }
    pbx.frame(6, REMOVE, path('101', 3));
    await seen('removed 101/3');
    expect(told.lines.slice(2)).toEqual(['upserted 101/3 ringing', 'removed 101/3']);
  });

  it('tells in the order of the events, though a later answer comes first', async () => {
    const slow = Promise.withResolvers<void>();
    pbx.on(`GET ${path('101', 4)}`, () => ({
      body: leg('101', 4, 'Ringing'),
      after: slow.promise,
    }));
    showLeg('102', 5, 'Ringing');
    const { told, seen } = givenWorker();
    await seen('snapshot');
    pbx.frame(1, UPSERT, path('101', 4));
    pbx.frame(2, UPSERT, path('102', 5));
    await until('the second leg is read', () => pbx.requests.some((line) => line.endsWith('/5')));
    slow.resolve();
    await seen('upserted 102/5 ringing');
    expect(told.lines.slice(2)).toEqual(['upserted 101/4 ringing', 'upserted 102/5 ringing']);
  });

  it('takes 404 as removed, and tells of no leg that nobody knew', async () => {
    showAll(leg('101', 1, 'Connected'));
    const { told, seen } = givenWorker();
    await seen('snapshot 101/1 connected');
    pbx.frame(1, UPSERT, path('101', 9));
    pbx.frame(2, UPSERT, path('101', 1));
    await seen('removed 101/1');
    expect(told.lines.slice(2)).toEqual(['removed 101/1']);
  });

  it('does not bring back a leg by an upsert that comes after its removal', async () => {
    showAll(leg('101', 1, 'Connected'));
    showLeg('101', 1, 'Connected');
    showLeg('101', 2, 'Ringing');
    const { told, seen } = givenWorker();
    await seen('snapshot 101/1 connected');
    pbx.frame(1, REMOVE, path('101', 1));
    pbx.frame(2, UPSERT, path('101', 1));
    pbx.frame(3, UPSERT, path('101', 2));
    await seen('upserted 101/2 ringing');
    expect(told.lines.slice(2)).toEqual(['removed 101/1', 'upserted 101/2 ringing']);
  });

  it('reads all again when a number is missing', async () => {
    const { told, seen } = givenWorker();
    await seen('snapshot');
    showLeg('101', 1, 'Ringing');
    pbx.frame(1, UPSERT, path('101', 1));
    await seen('upserted 101/1 ringing');
    showAll(leg('101', 1, 'Connected'));
    showLeg('101', 1, 'Connected');
    pbx.frame(4, UPSERT, path('101', 1));
    await seen('snapshot 101/1 connected');
    expect(told.lines).toContain('gap events 2 to 3 are missing');
  });

  it('keeps a garbled frame and goes on', async () => {
    showLeg('101', 1, 'Ringing');
    const { poison, seen } = givenWorker();
    await seen('snapshot');
    pbx.raw('{"sequence": 1, "eve');
    pbx.frame(1, UPSERT, path('101', 1));
    await seen('upserted 101/1 ringing');
    expect(poison.inputs).toEqual([
      { component: 'callcontrol', raw: '{"sequence": 1, "eve', reason: 'a frame that is not JSON' },
    ]);
  });

  it('keeps a leg that it cannot understand, without losing those beside it', async () => {
    showAll(leg('101', 1, 'Levitating'), leg('101', 2, 'Ringing'), leg('101', 3, 'Ringing', 0));
    const { poison, seen } = givenWorker();
    await seen('snapshot 101/2 ringing');
    expect(poison.inputs).toHaveLength(1);
  });

  it('reads all again after a read failed', async () => {
    const { told, seen } = givenWorker();
    await seen('snapshot');
    pbx.on(`GET ${path('101', 1)}`, () => ({ status: 500 }));
    showAll(leg('101', 1, 'Ringing'));
    pbx.frame(1, UPSERT, path('101', 1));
    await seen('snapshot 101/1 ringing');
    expect(told.lines.find((line) => line.startsWith('gap'))).toContain('500');
  });

  it('tells digits in their place', async () => {
    const { seen } = givenWorker();
    await seen('snapshot');
    pbx.frame(1, 2, path('900', 1), { dtmf_input: '42' });
    await seen('dtmf 900/1 42');
  });

  it('gives up a peer that falls silent without closing, and connects anew', async () => {
    const { told, reports } = givenWorker({ pingIntervalMs: 50, pongDeadlineMs: 50 });
    await until('the first snapshot', () => told.snapshots.length === 1);
    pbx.isAlive = false;
    await until('the loss is noticed', () => told.lines.includes('lost'));
    pbx.isAlive = true;
    await until('the second snapshot', () => told.snapshots.length === 2);
    expect(told.lines.slice(0, 5)).toEqual(['opened', 'snapshot', 'lost', 'opened', 'snapshot']);
    expect(reports.reports.find((report) => report.state === 'disconnected')?.error).toContain(
      'silent',
    );
  });

  it('mints before it reconnects when the token is dead', async () => {
    pbx.validTokens = new Set(['token-2']);
    const { tokens, seen } = givenWorker();
    await seen('snapshot');
    expect(tokens.minted).toBe(2);
  });

  it('reconnects at once when asked to, and takes that for no fault', async () => {
    // No pause ever ends on this clock: what comes, comes at once.
    const { told, worker, reports } = givenWorker({}, new ManualClock());
    await until('the first snapshot', () => told.snapshots.length === 1);
    worker.reconnectNow();
    await until('the second snapshot', () => told.snapshots.length === 2);
    await isTold(told, 5);
    await until('it is connected again', () => reports.states.length === 4);
    expect(reports.states).toEqual(['connecting', 'connected', 'connecting', 'connected']);
    expect(reports.reports.filter(({ error }) => error)).toEqual([]);
  });
});
