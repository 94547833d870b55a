import { ODataError, type Row } from '../../odata';
import type { Arguments, OperationResult, Resource, XapiContext, XapiFunction } from '../context';
import type { SectionFacts } from '../pbx-port';
import { transcriptColumns } from './recordings';

const DAY_MS = 86_400_000;
/** System parameter REPORT_ROW_LIMIT. */
export const REPORT_ROW_LIMIT = 20_000;

/** All eleven are required, in the path. */
const PARAMETERS = {
  periodFrom: 'instant',
  periodTo: 'instant',
  sourceType: 'int',
  sourceFilter: 'text',
  destinationType: 'int',
  destinationFilter: 'text',
  callsType: 'int',
  callTimeFilterType: 'int',
  callTimeFilterFrom: 'text',
  callTimeFilterTo: 'text',
  hidePcalls: 'boolean',
} as const satisfies XapiFunction['parameters'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A filter is a list of numbers or names, comma separated; empty lets everything through. */
const matches = (filter: unknown, row: Row, end: 'Source' | 'Destination'): boolean => {
  const wanted = text(filter)
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  if (wanted.length === 0) return true;
  const values = [row[`${end}Dn`], row[`${end}CallerId`], row[`${end}DisplayName`]].map((value) =>
    text(value).toLowerCase(),
  );
  return wanted.some((part) => values.some((value) => value.includes(part)));
};

/** Calls of all kinds, answered ones, or unanswered ones (numbers assumed: no source lists them). */
const hasCallsType = (type: unknown, row: Row): boolean =>
  type === 1 ? row['Answered'] === true : type === 2 ? row['Answered'] === false : true;

const checkPeriod = (context: XapiContext, from: number, to: number): void => {
  const { maxReportDays } = context.options;
  if (maxReportDays === undefined || to - from <= maxReportDays * DAY_MS) return;
  throw new ODataError(
    504,
    `A report over more than ${maxReportDays} days takes too long.`,
    'GatewayTimeout',
  );
};

/** An order that is nobody's, but the same each time. */
const shuffled = (rows: readonly Row[]): Row[] =>
  [...rows].sort(
    (a, b) =>
      ((Number(a['SegmentId']) * 7_919) % 10_007) - ((Number(b['SegmentId']) * 7_919) % 10_007),
  );

/** Rows of recorded sections name their recording. */
const withRecordings = ({ pbx }: XapiContext, rows: readonly Row[]): Row[] => {
  const byCdr = new Map(pbx.recordings().map((recording) => [recording.cdrId, recording]));
  return rows.map((row) => {
    const recording = byCdr.get(text(row['CdrId']));
    if (recording === undefined) return row;
    const { id, url } = recording;
    const said = transcriptColumns(recording);
    const named = { RecordingUrl: url, SrcRecId: id, DstRecId: id };
    return { ...row, ...named, ...said, Recordings: [{ Id: id, ...said }] };
  });
};

/** Rows that begin in `[from, to]`: newest flow first, within a flow in the order of its sections. */
export const callLogBetween = (context: XapiContext, args: Arguments): Row[] => {
  const [from, to] = [Number(args['periodFrom']), Number(args['periodTo'])];
  checkPeriod(context, from, to);
  const since = Math.max(from, context.state.callLogPurgedAt);
  const { callLog: index } = context.state;
  index.follow(context.pbx.sections());
  const rows = index
    .flowsBetween(since, to)
    .flatMap((flow) => flow.rows)
    .filter((row) => {
      const startedAt = Date.parse(text(row['StartTime']));
      return startedAt >= since && startedAt <= to;
    })
    .filter((row) => matches(args['sourceFilter'], row, 'Source'))
    .filter((row) => matches(args['destinationFilter'], row, 'Destination'))
    .filter((row) => hasCallsType(args['callsType'], row))
    .slice(0, REPORT_ROW_LIMIT);
  const complete = withRecordings(context, rows);
  return context.options.ignoreReportOrder === true ? shuffled(complete) : complete;
};

const CSV_COLUMNS = [
  'StartTime',
  'CallId',
  'SourceDisplayName',
  'SourceCallerId',
  'DestinationDisplayName',
  'DestinationCallerId',
  'Direction',
  'Status',
  'RingingDuration',
  'TalkingDuration',
  'CallCost',
  'Reason',
] as const;

const csvCell = (value: unknown): string => {
  const cell = typeof value === 'number' ? String(value) : text(value);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

const toCsv = (rows: readonly Row[]): string =>
  [
    CSV_COLUMNS.join(','),
    ...rows.map((row) => CSV_COLUMNS.map((name) => csvCell(row[name])).join(',')),
  ].join('\r\n');

const rowsResult = (context: XapiContext, rows: readonly Row[]): OperationResult => ({
  kind: 'collection',
  type: 'CallLogData',
  rows,
  unsorted: context.options.ignoreReportOrder === true,
});

/** The description promises JSON; a client that asks for CSV gets a file. */
const download = (context: XapiContext, rows: readonly Row[]): OperationResult =>
  context.accept.includes('text/csv')
    ? { kind: 'text', contentType: 'text/csv', text: toCsv(rows) }
    : rowsResult(context, rows);

const QUALITY_PARAMETERS = {
  srcNumber: 'text',
  dstNumber: 'text',
  srcCallerId: 'text',
  dstCallerId: 'text',
} as const satisfies XapiFunction['parameters'];

const qualityParty = (number: unknown, seconds: number): Row => ({
  Number: text(number),
  Codec: 'PCMA/8000',
  Duration: seconds,
  Inbound: false,
  MOSFromPBX: 4.4,
  MOSToPBX: 4.4,
  RTT: 12,
  RxJitter: 1.5,
  TxJitter: 1.5,
  RxLost: 0,
  TxLost: 0,
  RxPackets: seconds * 50,
  TxPackets: seconds * 50,
  Burst: 0,
  TxBursts: 0,
  Location: 'Lan',
  AddressStr: '127.0.0.1',
  UserAgent: '3CX Simulator',
});

/** Quality is not simulated: every answered section sounds good. */
const quality = (args: Arguments, section: SectionFacts | undefined): OperationResult => {
  const seconds = Math.round(
    section?.answeredAt === undefined ? 0 : (section.endedAt - section.answeredAt) / 1_000,
  );
  const row: Row = {
    MOS: 4.4,
    OverallScore: 5,
    Summary: 0,
    Reason: null,
    Transcoding: false,
    Party1: qualityParty(args['srcNumber'], seconds),
    Party2: qualityParty(args['dstNumber'], seconds),
  };
  return section === undefined ? { kind: 'none' } : { kind: 'entity', type: 'QualityReport', row };
};

/** The call log. The bare entity set answers 404: it has functions alone. */
export const callLog: Resource = {
  name: 'ReportCallLogData',
  type: 'CallLogData',
  functions: {
    GetCallLogData: {
      gives: 'CallLogData[]',
      parameters: PARAMETERS,
      run: (context, args) => rowsResult(context, callLogBetween(context, args)),
    },
    // Calls from before update 6: this PBX is younger than that.
    GetOldCallLogData: {
      gives: 'CallLogData[]',
      parameters: PARAMETERS,
      since: '20.0.6',
      run: (context) => rowsResult(context, []),
    },
    DownloadCallLog: {
      gives: 'CallLogData[]',
      parameters: { ...PARAMETERS, clientTimeZone: 'text' },
      run: (context, args) => download(context, callLogBetween(context, args)),
    },
    GetCallQualityReport: {
      gives: 'QualityReport',
      parameters: { cdrId: 'text', ...QUALITY_PARAMETERS },
      run: ({ pbx }, args) =>
        quality(
          args,
          pbx.sections().find(({ cdrId }) => cdrId === args['cdrId']),
        ),
    },
    GetOldCallQualityReport: {
      gives: 'QualityReport',
      parameters: { call_id: 'int', ...QUALITY_PARAMETERS },
      run: () => ({ kind: 'none' }),
    },
  },
};
