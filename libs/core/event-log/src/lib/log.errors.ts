/** Another relay has become the writer: what this one observed is not for the log any more. */
export class FencedError extends Error {
  constructor() {
    super('another relay writes the log now');
    this.name = 'FencedError';
  }
}

/**
 * SQLSTATE classes and driver codes that mean: the store is away, or another transaction was in the
 * way; try again. 08P01 is a message that it cannot read, and never will.
 */
const AWAY = /^(08(?!P01)|25P0[34]|40(001|003|P01)|53|55P03|57P|58|XX)/;
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
/** "already released": TypeORM's word for a session that was cut while it held it. */
const AWAY_TEXT =
  /terminat(ed|ing connection)|already released|Connection ended|not queryable|timeout exceeded when trying to connect|timeout expired|Query read timeout|read ECONN|Client has encountered a connection error|Driver not Connected/i;

/** Whether a failure is the store being away, rather than something wrong with what was written. */
export function isStoreAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  // A statement that was cancelled by its time limit: the store is there, but stuck.
  if (code === '57014') return true;
  if (typeof code === 'string' && (AWAY.test(code) || AWAY_CODES.has(code))) return true;
  return typeof message === 'string' && AWAY_TEXT.test(message);
}
