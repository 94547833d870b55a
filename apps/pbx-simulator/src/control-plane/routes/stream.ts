import { LiveFeed } from '../../page/live-feed';
import type { ControlledParts } from '../parts';
import { route, type Route } from '../route';
import { describeCall } from './calls';

const SHOWN_CALLS = 200;
const CLOCK_STEP_MS = 1_000;

export const STREAM_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/stream',
    summary:
      'Server-sent events: calls, dns, faults and rates whenever they change, frames as they go out.',
    answer: { mediaType: 'text/event-stream' },
    handle: (parts) =>
      new LiveFeed({ state: () => stateOf(parts), frames: () => parts.sockets.sent }),
  }),
];

function stateOf({ pbx, faults, sockets, traffic }: ControlledParts) {
  const calls = pbx.calls();
  return {
    calls: { items: calls.slice(0, SHOWN_CALLS).map(describeCall), total: calls.length },
    dns: { items: pbx.directory.all() },
    faults: { items: faults.list() },
    rates: {
      ...{ callsPerMinute: traffic.callsPerMinute, sockets: sockets.size },
      ...{ speed: pbx.clock.speed, made: pbx.made },
    },
    // Told each few seconds; with the speed it gives the PBX's time at any moment.
    clock: Math.floor(pbx.clock.now() / CLOCK_STEP_MS) * CLOCK_STEP_MS,
  };
}
