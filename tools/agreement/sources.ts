import { until } from '@3cx-relay/testing';
import { Client } from 'pg';
import { z } from 'zod';
import { type CdrRow, cdrRow, type LogItem, logItem, trueCall, type TrueCall } from './shapes';

const PAGE = 500;
/** The report is asked for by parts of the run: the PBX refuses what is too long. */
const SLICE_MS = 15 * 60_000;

export async function readTruth(base: string): Promise<TrueCall[]> {
  const answer = await fetch(`${base}/_sim/truth?since=2000-01-01`);
  return z.object({ items: z.array(trueCall) }).parse(await answer.json()).items;
}

/** Reads the rows as soon as there are no more to come. */
export async function readRows(databaseUrl: string): Promise<CdrRow[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    let before = -1;
    await until(
      'every row is written',
      async () => {
        const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM cdroutput');
        const count = Number(rows[0]?.count);
        const isQuiet = count === before;
        before = count;
        return isQuiet;
      },
      { everyMs: 1_000, limitMs: 60_000 },
    );
    const { rows } = await client.query('SELECT * FROM cdroutput ORDER BY cdr_started_at, cdr_id');
    return z.array(cdrRow).parse(rows);
  } finally {
    await client.end();
  }
}

/** The whole call log between two moments, page by page. */
export async function readLog(
  base: string,
  headers: Record<string, string>,
  period: { readonly from: number; readonly to: number },
): Promise<LogItem[]> {
  const items: LogItem[] = [];
  for (let from = period.from; from < period.to; from += SLICE_MS) {
    const to = Math.min(from + SLICE_MS, period.to);
    // An item may stand on the edge of two slices; the same twice in one slice stays visible.
    const before = new Set(items.map(({ CdrId }) => CdrId));
    for (let skip = 0; ; skip += PAGE) {
      const page = await readPage(
        `${base}${reportPath(from, to)}?$top=${PAGE}&$skip=${skip}`,
        headers,
      );
      items.push(...page.filter(({ CdrId }) => !before.has(CdrId)));
      if (page.length < PAGE) break;
    }
  }
  return items;
}

async function readPage(url: string, headers: Record<string, string>): Promise<LogItem[]> {
  const answer = await fetch(url, { headers });
  if (answer.status !== 200) throw new Error(`the call log answered ${answer.status} to ${url}`);
  return z.object({ value: z.array(logItem) }).parse(await answer.json()).value;
}

function reportPath(from: number, to: number): string {
  const parameters = [
    `periodFrom=${new Date(from).toISOString()}`,
    `periodTo=${new Date(to).toISOString()}`,
    "sourceType=0,sourceFilter=''",
    "destinationType=0,destinationFilter=''",
    'callsType=0,callTimeFilterType=0',
    "callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true",
  ];
  return `/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(${parameters.join(',')})`;
}
