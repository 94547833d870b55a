/** Told to whoever called the program wrongly, with how to call it. */
export class UsageError extends Error {}

/** @throws UsageError with what `parseArgs` says of an unknown or incomplete option */
export function orUsageError<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws UsageError naming the option at fault */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`${name}: ${text} is no whole number from ${min} to ${max}`);
}

/**
 * Runs a program and ends the process with its status: 2 when it was called wrongly, 1 when it broke.
 * @param main is given how to say what it does, with the seconds since it began
 */
export function runProgram(
  usage: string,
  main: (say: (line: string) => void) => Promise<number>,
): void {
  const began = performance.now();
  const say = (line: string) => {
    const seconds = Math.round((performance.now() - began) / 1_000);
    process.stdout.write(`[${seconds} s] ${line}\n`);
  };
  main(say).then(
    (status) => process.exit(status),
    (error: unknown) => {
      const isUsage = error instanceof UsageError;
      process.stderr.write(isUsage ? `${error.message}\n${usage}\n` : `${String(error)}\n`);
      process.exit(isUsage ? 2 : 1);
    },
  );
}
