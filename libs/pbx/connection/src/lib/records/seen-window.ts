import { Lru } from '@3cx-relay/util';

/** A thing and a text that changes with its content. */
export interface SeenMark {
  readonly key: string;
  readonly mark: string;
}

/**
 * Remembers what was handed out, so that looking back is cheap for whoever reads. What was handed
 * out counts only once its cursor came back: then it is stored; another cursor forgets it all.
 */
export class SeenWindow {
  private readonly known: Lru<string, string>;
  private pending: { readonly cursor: string; readonly marks: readonly SeenMark[] } | undefined;

  constructor(capacity = 200_000) {
    this.known = new Lru(capacity);
  }

  /** To be called with the cursor that a read begins from. */
  acknowledge(cursor: string | null): void {
    if (this.pending && this.pending.cursor === cursor) {
      for (const { key, mark } of this.pending.marks) this.known.set(key, mark);
    } else if (this.pending) {
      this.known.clear();
    }
    this.pending = undefined;
  }

  isSeen({ key, mark }: SeenMark): boolean {
    return this.known.get(key) === mark;
  }

  handOut(cursor: string, marks: readonly SeenMark[]): void {
    this.pending = { cursor, marks };
  }
}
