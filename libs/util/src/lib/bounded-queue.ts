/** What happens to an item that no longer fits: it is refused, and the caller is told. */
export type Offer = 'accepted' | 'full';

/** A first-in, first-out queue with a bound; it never grows past it and never drops silently. */
export class BoundedQueue<T> {
  private items: T[] = [];
  private head = 0;

  constructor(readonly capacity: number) {}

  get size(): number {
    return this.items.length - this.head;
  }

  offer(item: T): Offer {
    if (this.size >= this.capacity) return 'full';
    this.items.push(item);
    return 'accepted';
  }

  take(): T | undefined {
    const item = this.items[this.head];
    if (this.head < this.items.length) this.head += 1;
    // Compacting now and then keeps take() at constant cost.
    if (this.head > 1_024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** Takes up to `max` items, oldest first. */
  takeMany(max: number): T[] {
    const taken = this.items.slice(this.head, this.head + max);
    this.items = this.items.slice(this.head + taken.length);
    this.head = 0;
    return taken;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }
}
