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
  private known = new Map<string, string>();
  private pending: { readonly cursor: string; readonly marks: readonly SeenMark[] } | undefined;

  constructor(private readonly capacity = 200_000) {}

  /** To be called with the cursor that a read begins from. */
  acknowledge(cursor: string | null): void {
    if (this.pending && this.pending.cursor === cursor) {
      for (const mark of this.pending.marks) this.remember(mark);
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

  private remember({ key, mark }: SeenMark): void {
    this.known.delete(key);
    this.known.set(key, mark);
    if (this.known.size <= this.capacity) return;
    const oldest = this.known.keys().next().value;
    if (oldest !== undefined) this.known.delete(oldest);
  }
}
