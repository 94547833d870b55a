import { formatSequence, toSequence } from '@3cx-relay/contracts';
import { MemoryLog } from '@3cx-relay/event-log/testing';
import { ManualClock } from '@3cx-relay/util';
import type { Connections } from './connections';
import { HeartbeatWorker } from './heartbeat.worker';

describe('the heartbeat', () => {
  it('tells every connection the newest sequence each 15 seconds, and looks at keys each second', async () => {
    const clock = new ManualClock();
    const log = new MemoryLog();
    log.addMany(4);
    const beats: string[] = [];
    let looks = 0;
    const connections = {
      list: () => [{ wire: { sendHeartbeat: (sequence: string) => beats.push(sequence) } }],
      recheckAll: () => {
        looks += 1;
      },
    } as unknown as Connections;
    const stop = new AbortController();
    const running = new HeartbeatWorker(connections, log, clock).run(stop.signal);
    await clock.advance(14_000);
    expect(beats).toEqual([]);
    expect(looks).toBe(14);
    await clock.advance(1_000);
    log.addMany(1);
    await clock.advance(15_000);
    expect(beats).toEqual([4, 5].map((n) => formatSequence(toSequence(n))));
    stop.abort();
    await running;
  });
});
