export interface UntilOptions {
  readonly limitMs?: number;
  readonly everyMs?: number;
  /** Told when the limit passes: what was seen instead. */
  readonly otherwise?: () => string;
}

/**
 * Waits until `probe` gives something other than `undefined`, `null` or `false`, and returns it.
 * @throws Error naming `what` when the limit passes
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  { limitMs = 15_000, everyMs = 25, otherwise }: UntilOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + limitMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) {
        return value as NonNullable<Exclude<T, false>>;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      const seen = otherwise ? `; seen: ${otherwise()}` : '';
      throw new Error(`waited ${limitMs} ms in vain until ${what}${seen}`, { cause: lastError });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
