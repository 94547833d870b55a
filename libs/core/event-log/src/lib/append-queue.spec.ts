import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { draft } from '../testing/log-node';
import { AppendQueue } from './append-queue';
import { Spool, SpoolFullError } from './spool';

const OWNER = { writer: 'w', epoch: 'e' };

type Step = 'append' | 'spill' | 'write' | 'kill';

describe('what waits to be written', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
    file = path.join(folder, 'pbx.spool');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function open(maxBytes = 1_000_000): AppendQueue {
    const queue = new AppendQueue(new Spool(file, maxBytes));
    queue.open(OWNER, 0);
    return queue;
  }

  function append(queue: AppendQueue, n: number): void {
    // Who waits for it is not what this is about.
    queue.add([draft(n)], undefined, n).catch(() => undefined);
  }

  const numbersOf = (queue: AppendQueue) =>
    queue.front().entries.map(({ drafts }) => drafts[0]?.data['n']);

  it('comes out in the order in which it went in, wherever it waited and whoever was killed', () => {
    const step = fc.constantFrom<Step>('append', 'append', 'append', 'spill', 'write', 'kill');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        rmSync(file, { force: true });
        let queue = open();
        let [appended, written] = [0, 0];
        for (const what of steps) {
          if (what === 'append') append(queue, (appended += 1));
          if (what === 'spill') queue.spill();
          if (what === 'kill') {
            queue.spill();
            queue = open();
          }
          if (what !== 'write') continue;
          const batch = queue.front();
          const numbers = batch.entries.map(({ drafts }) => drafts[0]?.data['n']);
          expect(numbers).toEqual(numbers.map((_, index) => written + index + 1));
          written += numbers.length;
          queue.drop(batch);
        }
        expect(numbersOf(queue)).toHaveLength(appended - written);
        expect(queue.backlog.events).toBe(appended - written);
        expect(existsSync(file)).toBe(queue.backlog.isOnDisk);
      }),
      { numRuns: 300 },
    );
  });

  it('lets go of a batch that was spilled while it was being written', () => {
    const queue = open();
    append(queue, 1);
    append(queue, 2);
    const batch = queue.front();
    append(queue, 3);
    queue.spill();
    queue.drop(batch);
    expect(numbersOf(queue)).toEqual([3]);
  });

  it('leaves out a last line that was half written, and numbers on after what was there', () => {
    const killed = open();
    append(killed, 1);
    killed.spill();
    appendFileSync(file, '{"number":2,"ids":["x"');
    const queue = open();
    append(queue, 5);
    expect(queue.front().entries.map(({ number }) => number)).toEqual([1, 2]);
    expect(numbersOf(queue)).toEqual([1, 5]);
  });

  it('counts lines that the disk did not give back, and goes on after them', () => {
    const killed = open();
    append(killed, 1);
    killed.spill();
    appendFileSync(file, 'rubbish\n');
    const queue = open();
    append(queue, 2);
    const batch = queue.front();
    expect(batch.unreadable).toBe(1);
    queue.drop(batch);
    expect(queue.isEmpty).toBe(true);
  });

  it('says when no more can wait, and keeps what it has', () => {
    const queue = open(2_000);
    append(queue, 1);
    queue.spill();
    const filling = () => {
      for (let n = 2; n < 100; n += 1) append(queue, n);
    };
    expect(filling).toThrow(SpoolFullError);
    expect(numbersOf(queue).slice(0, 3)).toEqual([1, 2, 3]);
  });
});
