const DEFAULT_SILENCE_MS = 40_000;

/** Calls `onSilent` when nothing was heard for so long: connections die without a word. */
export function watchSilence(limitMs: number | undefined, onSilent: () => void) {
  const start = () => setTimeout(onSilent, limitMs ?? DEFAULT_SILENCE_MS);
  let timer = start();
  return {
    reset: () => {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => clearTimeout(timer),
  };
}
