import { errorMessage } from '@3cx-relay/util';
import type { CallControlReads, LegAnswer } from './call-control-reads';
import { participantPath } from './entity-path';

export interface LegReadHooks {
  readonly onAnswer: (answer: LegAnswer) => void;
  readonly onFailed: (reason: string) => void;
}

/**
 * Reads legs with bounded concurrency: one read of a path at a time, so that no answer overtakes
 * another, and none for an upsert whose read has not begun yet, since that read will show it.
 */
export class LegReader {
  private readonly last = new Map<string, Promise<void>>();
  private readonly notBegun = new Set<string>();
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly reads: CallControlReads,
    maxConcurrent: number,
    private readonly signal: AbortSignal,
  ) {
    this.free = maxConcurrent;
  }

  /** Whether a read of this leg is to begin anyway. */
  isAboutToRead(dn: string, participantId: number): boolean {
    return this.notBegun.has(participantPath(dn, participantId));
  }

  /** Exactly one of the hooks is called, once. */
  read(dn: string, participantId: number, hooks: LegReadHooks): void {
    const path = participantPath(dn, participantId);
    this.notBegun.add(path);
    const before = this.last.get(path) ?? Promise.resolve();
    const mine = before.then(() => this.take(path, dn, participantId, hooks));
    this.last.set(path, mine);
    void mine.finally(() => {
      if (this.last.get(path) === mine) this.last.delete(path);
    });
  }

  private async take(
    path: string,
    dn: string,
    participantId: number,
    hooks: LegReadHooks,
  ): Promise<void> {
    await this.acquire();
    this.notBegun.delete(path);
    try {
      const answer = await this.reads.leg(dn, participantId, this.signal);
      hooks.onAnswer(answer);
    } catch (error) {
      hooks.onFailed(errorMessage(error));
    } finally {
      this.release();
    }
  }

  private acquire(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}
