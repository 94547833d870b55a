import type { AnyRelayEvent } from '@3cx-relay/contracts';
import { applyEvents, type CallBoard, EMPTY_BOARD } from './call-board-state';

const BOARD: CallBoard = { ...EMPTY_BOARD, sequence: '0000000000000005', epoch: 'one' };

const anEvent = (sequence: number, callId: string, state: string, epoch = 'one') =>
  ({
    sequence: String(sequence).padStart(16, '0'),
    epoch,
    data: { call: { callId, state } },
  }) as unknown as AnyRelayEvent;

describe('the board of live calls', () => {
  it('takes calls in as they start and lets them go as they end', () => {
    const begun = applyEvents(BOARD, [anEvent(6, 'a', 'ringing'), anEvent(7, 'b', 'ringing')]);
    const ended = applyEvents(begun, [anEvent(8, 'a', 'ended')]);
    expect([...begun.calls.keys()]).toEqual(['a', 'b']);
    expect([...ended.calls.keys()]).toEqual(['b']);
    expect(ended.sequence).toBe('0000000000000008');
  });

  it('ignores events that the snapshot already holds', () => {
    expect(applyEvents(BOARD, [anEvent(5, 'a', 'ringing')])).toBe(BOARD);
  });

  it('believes a log that was started anew, whatever its numbers', () => {
    const board = applyEvents(BOARD, [anEvent(1, 'a', 'ringing', 'two')]);
    expect(board.calls.has('a')).toBe(true);
    expect(board.epoch).toBe('two');
  });
});
