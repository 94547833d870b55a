import type { Section } from './section';

/**
 * Every section that has ended, in that order, except those of calls long ago. They go many at a
 * time, since the list has to move up for it.
 */
export class SectionHistory {
  readonly list: Section[] = [];
  private closed = 0;
  private waiting = 0;

  /** @param keptCalls how many calls are remembered */
  constructor(private readonly keptCalls: number) {}

  add(section: Section): void {
    this.closed += 1;
    section.serial = this.closed;
    this.list.push(section);
  }

  /** Sections of this call and of those before it are of no use any more. */
  forget(callHistoryId: string): void {
    this.waiting += 1;
    if (this.waiting < this.keptCalls / 100) return;
    this.waiting = 0;
    // Ids begin with the time: their order is that in which the calls began.
    const firstKept = this.list.findIndex((one) => one.callHistoryId > callHistoryId);
    this.list.splice(0, firstKept < 0 ? this.list.length : firstKept);
  }

  clear(): void {
    this.list.length = 0;
    this.closed = 0;
    this.waiting = 0;
  }
}
