import { type Pbx, type TrueCall, until } from '@3cx-relay/testing';
import type { Client } from 'pg';

export type Row = Record<string, unknown>;

/** Waits for the end of a call. @returns it as it truly was */
export function endOf(pbx: Pbx, callId: number): Promise<TrueCall> {
  return until(
    `call ${callId} is over`,
    async () => (await pbx.truth()).find((call) => call.callId === callId && call.endedAt !== null),
    { limitMs: 30_000 },
  );
}

/** Rows of `cdroutput` of a call, the first one first, once the call is over and all are written. */
export async function rowsOf(pbx: Pbx, database: Client, callId: number): Promise<Row[]> {
  const { callHistoryId } = await endOf(pbx, callId);
  return until(`the rows of call ${callId} are there`, async () => {
    const { rows } = await database.query<Row>(
      'SELECT * FROM cdroutput WHERE call_history_id = $1 ORDER BY cdr_started_at, cdr_id',
      [callHistoryId],
    );
    const ids = new Set(rows.map((row) => row['cdr_id']));
    const isWhole = rows.every(({ continued_in_cdr_id: next }) => next === null || ids.has(next));
    return rows.length > 0 && isWhole && rows;
  });
}
