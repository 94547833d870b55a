import { ManualClock } from '@3cx-relay/util';
import { SmallXapi } from './testing/small-xapi';

const MINUTE_MS = 60_000;

describe('TokenOwner', () => {
  let pbx: SmallXapi;
  const clock = new ManualClock();

  beforeEach(async () => {
    pbx = await SmallXapi.start();
  });
  afterEach(async () => pbx.stop());

  it('mints once for many who ask at the same time', async () => {
    const { tokens } = pbx.connect(clock);
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
    expect(new Set(got)).toEqual(new Set(['t1']));
    expect(pbx.minted).toBe(1);
  });

  it('keeps a token for its hour, though expires_in says 60, and renews it a minute before', async () => {
    const { tokens } = pbx.connect(clock);
    await tokens.get();
    await clock.advance(58 * MINUTE_MS);
    expect(await tokens.get()).toBe('t1');
    await clock.advance(MINUTE_MS);
    expect(await tokens.get()).toBe('t2');
  });

  it('does not renew ahead of time while a stream runs', async () => {
    const { tokens } = pbx.connect(clock);
    await tokens.get();
    const release = tokens.holdRenewal();
    await clock.advance(59 * MINUTE_MS + 30_000);
    expect(await tokens.get()).toBe('t1');
    release();
    release();
    expect(await tokens.get()).toBe('t2');
  });

  it('mints anew for a token that was refused, and only once for many who saw it', async () => {
    const { tokens } = pbx.connect(clock);
    const first = await tokens.get();
    await clock.advance(5_000);
    tokens.invalidate(first);
    const [second] = await Promise.all([tokens.get(), tokens.get()]);
    tokens.invalidate(first);
    expect(await tokens.get()).toBe(second);
    expect(pbx.minted).toBe(2);
  });

  it('tells of a renewed token, not of the first', async () => {
    const { tokens } = pbx.connect(clock);
    const renewed: string[] = [];
    tokens.onRenewed((token) => renewed.push(token));
    tokens.invalidate(await tokens.get());
    await clock.advance(5_000);
    await tokens.get();
    expect(renewed).toEqual(['t2']);
  });

  it('waits a second between two tokens, so that two programs do not fight in a hot loop', async () => {
    const { tokens } = pbx.connect(clock);
    tokens.invalidate(await tokens.get());
    const second = tokens.get();
    await clock.advance(0);
    expect(pbx.minted).toBe(1);
    await clock.advance(1_000);
    expect(await second).toBe('t2');
  });

  it('asks with refused credentials only now and then, and says what to check', async () => {
    const { tokens } = pbx.connect(clock);
    pbx.refusal = {
      status: 401,
      body: { error: 'unauthorized', error_description: 'Wrong secret' },
    };
    await expect(tokens.get()).rejects.toMatchObject({
      fault: 'unauthorized',
      detail: expect.stringContaining('CLIENT_SECRET'),
    });
    pbx.refusal = undefined;
    await expect(tokens.get()).rejects.toMatchObject({ fault: 'unauthorized' });
    await clock.advance(5_000);
    expect(await tokens.get()).toBe('t1');
  });

  it('says so when what answers is not a PBX', async () => {
    const { tokens } = pbx.connect(clock);
    pbx.refusal = { status: 200, body: '<html>hello</html>' };
    await expect(tokens.get()).rejects.toMatchObject({ fault: 'unintelligible' });
  });
});
