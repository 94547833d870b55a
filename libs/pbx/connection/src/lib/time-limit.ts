/** A signal that aborts with the caller's or after a time, and what to call when done. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether the time ran out, rather than the caller giving up. */
  readonly isOver: () => boolean;
  readonly release: () => void;
}

/**
 * Unlike `AbortSignal.any`, it leaves nothing behind on a long-lived signal.
 */
export function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let over = false;
  const giveUp = () => controller.abort(outer?.reason);
  if (outer?.aborted) giveUp();
  outer?.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(() => {
    over = true;
    controller.abort(new Error(`no answer within ${ms} ms`));
  }, ms);
  return {
    signal: controller.signal,
    isOver: () => over,
    release: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', giveUp);
    },
  };
}
