import {
  disagreements,
  Pbx,
  Relay,
  sequenceFaults,
  type TrueCall,
  until,
} from '@3cx-relay/testing';

const CALLS = 200;

/** All calls that are over, once at least `count` are. */
async function finishedCalls(pbx: Pbx, count: number): Promise<TrueCall[]> {
  return until(
    `${count} calls are over`,
    async () => {
      const over = (await pbx.truth()).filter((call) => call.endedAt !== null);
      return over.length >= count ? over : undefined;
    },
    { limitMs: 100_000, everyMs: 500 },
  );
}

describe('live calls', () => {
  let pbx: Pbx;
  let relay: Relay;

  beforeAll(async () => {
    // Many extensions, so that nobody is too busy for 200 calls in half a minute.
    pbx = await Pbx.start({ seed: 7, args: ['--extensions', '120'] });
    relay = await Relay.start({ pbx });
    await relay.untilOk();
  });
  afterAll(async () => {
    await relay.stop();
    await pbx.stop();
  });

  it('tells one internal call as it happens, each event after it is stored', async () => {
    const seen = await relay.consumer();
    const callId = await pbx.call({ from: '100', to: '101' });
    await seen.until('call.answered', callId);
    const active = (await (await relay.get('/relay/active-calls')).json()) as {
      items: { pbx: { callId: number }; state: string }[];
      stale: boolean;
    };
    expect(active.stale).toBe(false);
    expect(active.items.find((call) => call.pbx.callId === callId)?.state).toBe('connected');
    await pbx.steer(callId, 'hangup', { dn: '100' });
    await seen.until('call.record', callId);
    const types = seen.ofPbxCall(callId).map((event) => event.type);
    expect(types.filter((type) => type !== 'call.updated')).toEqual([
      'call.started',
      'call.ringing',
      'call.answered',
      'call.ended',
      'call.record',
    ]);
    const truth = (await pbx.truth()).find((call) => call.callId === callId);
    expect(truth && disagreements(truth, seen.ofPbxCall(callId))).toEqual([]);
    seen.disconnect();
  });

  it('agrees with the truth over 200 calls, without a hole in the sequence', async () => {
    const seen = await relay.consumer({ since: '0' });
    await pbx.control('POST', '/traffic', { callsPerMinute: 600 });
    await finishedCalls(pbx, CALLS);
    await pbx.control('POST', '/traffic', { callsPerMinute: 0 });
    // Who still waits in a queue is hung up on, so that the test need not wait with them.
    await pbx.hangUpAll();
    const truth = await pbx.truth();
    await untilRecorded(seen, truth);
    expect(sequenceFaults(seen.events)).toEqual([]);
    expect(truth.flatMap((call) => disagreements(call, seen.ofPbxCall(call.callId)))).toEqual([]);
    seen.disconnect();
  });

  it('lets a consumer that was away come back without missing or repeating anything', async () => {
    const steady = await relay.consumer({ since: '0' });
    const away = await relay.consumer({ since: '0' });
    await until('both are level', () => away.position && away.position === steady.position);
    away.disconnect();
    const callId = await pbx.call({ from: '102', to: '103' });
    await steady.until('call.answered', callId);
    await pbx.steer(callId, 'hangup', { dn: '103' });
    await steady.until('call.record', callId);
    away.resume();
    await until('the one that was away has caught up', () => away.position === steady.position);
    expect(away.events.map((event) => event.id)).toEqual(steady.events.map((event) => event.id));
    steady.disconnect();
    away.disconnect();
  });
});

/** The record of each call has arrived. */
async function untilRecorded(
  seen: Awaited<ReturnType<Relay['consumer']>>,
  truth: readonly TrueCall[],
): Promise<void> {
  const missing = () =>
    truth.filter(
      (call) => !seen.ofPbxCall(call.callId).some((event) => event.type === 'call.record'),
    );
  await until('every call has its record', () => missing().length === 0, {
    limitMs: 60_000,
    everyMs: 250,
    otherwise: () =>
      `no record of ${missing()
        .map((call) => call.callId)
        .join(', ')}`,
  });
}
