import { Clients } from '../access/clients';
import { Tokens } from '../access/tokens';
import { Pbx } from '../pbx';
import { clientRegistry, engineBridge } from '.';
import { xapiClient } from './testing/xapi-client';

const KEPT_CALLS = 100;
const LOG = `/ReportCallLogData/Pbx.GetCallLogData(periodFrom=2000-01-01T00:00:00Z,periodTo=2999-01-01T00:00:00Z,sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0,callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true)`;

const givenPbx = () => {
  const pbx = new Pbx({ seed: 1, speed: 1, extensions: 4, keptCalls: KEPT_CALLS });
  const clients = new Clients(() => pbx.directory);
  const registry = clientRegistry(pbx, clients, new Tokens(() => pbx.clock.now()));
  const client = xapiClient(engineBridge(pbx, registry));
  return {
    pbx,
    call: (times: number) => {
      for (let made = 0; made < times; made += 1) pbx.place('100', '101').hangUp('source');
    },
    /** The log by its rows' ids, and the PBX's sections as they should be in it. */
    log: async () => {
      const rows = await client.list(LOG);
      const idOf = (row: Record<string, unknown>) =>
        `${String(row['SegmentId'])} ${String(row['CdrId'])}`;
      const kept = pbx.sections.map(({ serial, cdrId }) => `${serial} ${cdrId}`);
      return { shown: rows.map(idOf).sort(), kept: kept.sort() };
    },
  };
};

describe('the call log', () => {
  it('has the calls that the PBX remembers, under ids that stay, however many there were', async () => {
    const { pbx, call, log } = givenPbx();
    for (const times of [KEPT_CALLS / 2, KEPT_CALLS, 1, 5 * KEPT_CALLS]) {
      call(times);
      const { shown, kept } = await log();
      expect(shown).toEqual(kept);
      expect(shown.length).toBeLessThanOrEqual(1.02 * KEPT_CALLS);
    }
    pbx.reset();
  });

  it('begins anew with a fresh PBX', async () => {
    const { pbx, call, log } = givenPbx();
    call(3 * KEPT_CALLS);
    await log();
    pbx.reset();
    expect((await log()).shown).toEqual([]);
    call(2);
    const { shown, kept } = await log();
    expect(shown).toHaveLength(2);
    expect(shown).toEqual(kept);
    pbx.reset();
  });
});
