import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { disagreements, Pbx, Relay, sequenceFaults } from '@3cx-relay/testing';

/** Within which a second relay has to write, after the first was killed. */
const TAKEOVER_LIMIT_MS = 5_000;
/** Within which, when the first stands still: nobody can know that at once. */
const STANDSTILL_LIMIT_MS = 40_000;

describe('two relays on one store', () => {
  let folder: string;
  let store: EmbeddedPostgres;
  let pbx: Pbx;
  let first: Relay;
  let second: Relay;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'takeover-'));
    chmodSync(folder, 0o755);
    store = await startEmbeddedPostgres({ dataDir: folder });
    pbx = await Pbx.start();
    const env = { DATABASE_URL: store.url() };
    first = await Relay.start({ pbx, env });
    await first.untilOk();
    second = await Relay.start({ pbx, env });
  }, 120_000);
  afterAll(async () => {
    await second.stop();
    await first.stop();
    await pbx.stop();
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('go on when the one that writes stands still, and it comes back as the one that stands by', async () => {
    const seen = await second.consumer({ since: '0', apiKey: await first.apiKey() });
    first.program.signal('SIGSTOP');
    const callId = await pbx.call({ from: '104', to: '105' });
    await seen.until('call.started', callId, STANDSTILL_LIMIT_MS);
    first.program.signal('SIGCONT');
    await pbx.hangUpAll();
    await seen.until('call.record', callId, 30_000);
    const woken = await first.consumer({ since: '0', apiKey: await first.apiKey() });
    await woken.until('call.record', callId, 30_000);
    expect(woken.ofPbxCall(callId)).toEqual(seen.ofPbxCall(callId));
    expect(sequenceFaults(woken.events)).toEqual([]);
    seen.disconnect();
    woken.disconnect();
    // The first writes again, as the next test has it.
    await second.program.kill();
    await first.untilOk();
    await second.restart();
  }, 120_000);

  it('tell the same, and the second takes over within five seconds when the first is killed', async () => {
    const seen = await second.consumer({ since: '0', apiKey: await first.apiKey() });
    const before = await pbx.call({ from: '100', to: '101' });
    await seen.until('call.answered', before);
    await first.program.kill();
    const after = await pbx.call({ from: '102', to: '103' });
    const killedAt = performance.now();
    await seen.until('call.started', after, TAKEOVER_LIMIT_MS);
    const tookMs = performance.now() - killedAt;
    process.stdout.write(`the second relay told of a new call after ${Math.round(tookMs)} ms\n`);
    await pbx.steer(before, 'hangup', { dn: '100' });
    await pbx.hangUpAll();
    for (const callId of [before, after]) await seen.until('call.record', callId, 30_000);
    const truth = await pbx.truth();
    expect(truth.flatMap((call) => disagreements(call, seen.ofPbxCall(call.callId)))).toEqual([]);
    expect(sequenceFaults(seen.events)).toEqual([]);
    seen.disconnect();
  }, 90_000);
});
