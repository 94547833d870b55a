/**
 * The relay cannot start, for a reason that the administrator can mend. Each line says what is
 * wrong and what to do; no stack trace is shown with it.
 */
export class StartupError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'StartupError';
  }
}
