/**
 * Lets things be worked out in any order and told in the order in which they were asked for.
 * Each slot is filled once with what is to be told; the head waits until it is filled.
 */
export class OrderedSlots {
  private slots: { tell: (() => void) | undefined }[] = [];
  private idle: (() => void)[] = [];

  get size(): number {
    return this.slots.length;
  }

  /** Takes the next place; the function given back fills it, once. */
  reserve(): (tell: () => void) => void {
    const slot: { tell: (() => void) | undefined } = { tell: undefined };
    this.slots.push(slot);
    return (tell) => {
      slot.tell = tell;
      this.drain();
    };
  }

  /** Takes the next place and fills it at once. */
  put(tell: () => void): void {
    this.reserve()(tell);
  }

  /** Resolves when everything reserved so far has been told. */
  drained(): Promise<void> {
    if (this.slots.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  private drain(): void {
    while (this.slots[0]?.tell) this.slots.shift()?.tell?.();
    if (this.slots.length > 0) return;
    const waiting = this.idle;
    this.idle = [];
    for (const resolve of waiting) resolve();
  }
}
