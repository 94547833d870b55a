/*
 * Facts about something that was thrown. They ask for the property instead of `instanceof Error`,
 * because an error may come from another realm (a Jest sandbox, a worker).
 */

/** The system's code of an error (`ENOENT`, `ECONNRESET`, a SQLSTATE), if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong, in one line. */
export function errorMessage(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const message = String(error.message);
    // Node's connection errors to several addresses have an empty message of their own.
    if (message !== '') return message.split('\n', 1)[0] ?? message;
    return errorCode(error) ?? 'unknown error';
  }
  return String(error);
}
