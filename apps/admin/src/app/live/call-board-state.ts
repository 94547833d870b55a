import type { AnyRelayEvent } from '@3cx-relay/contracts';
import type { ActiveCalls, Call } from '@3cx-relay/ui';

/** The calls of now by id, with the position in the log at which that is true. */
export interface CallBoard {
  readonly calls: ReadonlyMap<string, Call>;
  readonly sequence: string;
  readonly epoch: string;
}

export const EMPTY_BOARD: CallBoard = { calls: new Map(), sequence: '', epoch: '' };

export function boardOf({ items, sequence, epoch }: ActiveCalls): CallBoard {
  return { calls: new Map(items.map((call) => [call.callId, call])), sequence, epoch };
}

/**
 * The board after these events, in order. Events that the snapshot already holds change nothing:
 * sequences have a fixed number of digits, so they compare as text.
 */
export function applyEvents(board: CallBoard, events: readonly AnyRelayEvent[]): CallBoard {
  const fresh = events.filter(
    ({ sequence, epoch }) => epoch !== board.epoch || sequence > board.sequence,
  );
  const last = fresh.at(-1);
  if (!last) return board;
  const calls = new Map(board.calls);
  for (const event of fresh) {
    if (!('call' in event.data)) continue;
    const { call } = event.data;
    if (call.state === 'ended') calls.delete(call.callId);
    else calls.set(call.callId, call);
  }
  return { calls, sequence: last.sequence, epoch: last.epoch };
}
