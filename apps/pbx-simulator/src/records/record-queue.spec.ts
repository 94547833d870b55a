import { describe, expect, it } from '@jest/globals';
import type { Section } from '../pbx';
import type { Recorded } from './record-rows';
import { RecordQueue } from './record-queue';

const section = (cdrId: string, callHistoryId = cdrId) => ({ cdrId, callHistoryId }) as Section;
const idOf = (what: Recorded) => ('cdrId' in what ? what.cdrId : '');
const taken = (queue: RecordQueue, now: number) =>
  queue.take(now).map(({ what, isDoubled }) => idOf(what) + (isDoubled ? ' twice' : ''));

describe('the queue of records', () => {
  it('gives each record once, in order, and those that were put back first', () => {
    const queue = new RecordQueue();
    for (const id of ['a', 'b']) queue.add(section(id), 'written', 0);
    const batch = queue.take(0);
    queue.add(section('c'), 'doubled', 1);
    queue.putBack(batch);
    expect(taken(queue, 1)).toEqual(['a', 'b', 'c twice']);
    expect(taken(queue, 1)).toEqual([]);
  });

  it('keeps a delayed record until its time, while others overtake it', () => {
    const queue = new RecordQueue();
    queue.add(section('late'), { delayMs: 100 }, 0);
    queue.add(section('soon'), 'written', 0);
    expect(taken(queue, 50)).toEqual(['soon']);
    expect(queue.nextDueAt()).toBe(100);
    expect(taken(queue, 100)).toEqual(['late']);
    expect(queue.nextDueAt()).toBeNull();
  });

  it('loses all rows of a call or none', () => {
    const queue = new RecordQueue();
    queue.add(section('a1', 'a'), 'written', 0);
    queue.add(section('b1', 'b'), 'lost', 0);
    queue.add(section('a2', 'a'), 'lost', 0);
    queue.add(section('b2', 'b'), 'written', 0);
    expect(taken(queue, 0)).toEqual(['a1', 'a2']);
  });

  it('keeps held records until they are released, and never gives lost ones', () => {
    const queue = new RecordQueue();
    queue.add(section('held'), 'held', 0);
    queue.add(section('lost'), 'lost', 0);
    expect(taken(queue, 1_000)).toEqual([]);
    expect(queue.nextDueAt()).toBeNull();
    queue.release();
    expect(taken(queue, 1_000)).toEqual(['held']);
  });
});
