/** A map over another that is copied only when something is written: the original stays. */
export class CowMap<K, V> {
  private copy: Map<K, V> | undefined;

  constructor(private readonly base: ReadonlyMap<K, V>) {}

  get current(): ReadonlyMap<K, V> {
    return this.copy ?? this.base;
  }

  get(key: K): V | undefined {
    return this.current.get(key);
  }

  set(key: K, value: V): void {
    this.copy ??= new Map(this.base);
    this.copy.set(key, value);
  }

  delete(key: K): void {
    if (!this.current.has(key)) return;
    this.copy ??= new Map(this.base);
    this.copy.delete(key);
  }
}
