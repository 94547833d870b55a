import { parseArgs } from 'node:util';
import {
  type DialectOptions,
  FINAL_STATUSES,
  RESPONSE_KEYS,
  SUCCESS_REASONS,
} from '../call-control/dialect';
import { CDR_REASONS } from '../cdr-socket/cdr-line';
import { CDR_SOCKETS, type CdrOutputOptions } from '../cdr-socket/cdr-output';
import { DAY_PATTERNS, type DayPattern } from '../day-pattern/day-pattern';
import { INI_LAYOUTS, type IniLayout } from '../records/ini';
import { RECORD_LAYOUTS, RECORDING_LINKS, type RecordWording } from '../records/record-layout';
import type { XapiOptions } from '../xapi';

export interface SimulatorOptions extends RecordWording {
  readonly port: number;
  readonly httpPort: number;
  readonly dbPort: number;
  readonly seed: number;
  readonly callsPerMinute: number;
  readonly extensions: number;
  readonly keptCalls: number;
  readonly pbxVersion: string;
  readonly speed: number;
  readonly dataDir: string | null;
  readonly iniLayout: IniLayout;
  readonly dayPattern: DayPattern;
  readonly lenientTokens: boolean;
  readonly closeSupersededSockets: boolean;
  readonly callControl: DialectOptions;
  readonly cdr: CdrOutputOptions;
  readonly xapi: Pick<
    XapiOptions,
    'maxReportDays' | 'ignoreReportOrder' | 'maxTop' | 'callHistoryView' | 'dropCallStatus'
  >;
}

/** A flag that is not known or does not fit; the message names it. */
export class OptionError extends Error {}

const FLAGS = {
  port: { default: '5001', about: 'HTTPS port; 0 is a free one' },
  'http-port': { default: '5002', about: 'HTTP port; 0 is a free one' },
  'db-port': { default: '5480', about: 'port of the PostgreSQL; 0 is a free one' },
  seed: { default: '1', about: 'the same seed makes the same calls' },
  'calls-per-minute': { default: '60', about: 'random traffic; 0 is none' },
  extensions: { default: '20', about: 'how many, from 100 on' },
  'kept-calls': { default: '200000', about: 'how many calls the truth and the call log remember' },
  'pbx-version': { default: '20.0.7', about: 'version that it pretends to be' },
  speed: { default: '1', about: 'how much faster than real time it lives' },
  'data-dir': { default: '', about: 'folder to keep its files in; by default a fresh one' },
  'ini-layout': {
    default: 'default',
    about: `layout of the ini file: ${INI_LAYOUTS.join(' or ')}`,
  },
  'record-layout': {
    default: 'cdroutput',
    about: `tables that calls are recorded in: ${RECORD_LAYOUTS.join(', ')}`,
  },
  'recording-link': {
    default: 'url',
    about: `what a row of cdrrecordings has: ${RECORDING_LINKS.join(' or ')}`,
  },
  'day-pattern': {
    default: 'flat',
    about: `how traffic follows the clock: ${DAY_PATTERNS.join(' or ')}`,
  },
  'cdr-port': { default: '', about: 'one line per finished call at this port; by default none' },
  'cdr-socket': {
    default: 'passive',
    about: 'passive: readers connect to --cdr-port; active: we connect to it',
  },
  'callcontrol-final-status': {
    default: 'text',
    about: `finalstatus as ${FINAL_STATUSES.join(' or ')}`,
  },
  'callcontrol-success-reason': {
    default: 'None',
    about: `reason of what went well: ${SUCCESS_REASONS.join(' or ')}`,
  },
  'callcontrol-post-status': { default: '200', about: 'status of actions: 200 or 202' },
  'callcontrol-response-keys': {
    default: 'snake_case',
    about: `names in answers on the socket: ${RESPONSE_KEYS.join(' or ')}`,
  },
  'callcontrol-repeat-upserts': {
    default: '0',
    about: 'ms between upserts of a leg that rings, though nothing changed; 0 is none',
  },
  'cdr-reasons': { default: 'lines', about: `words of reasons: ${CDR_REASONS.join(' or ')}` },
  'cdr-file': { default: '', about: 'one line per finished call at the end of this file' },
  'xapi-max-report-days': { default: '', about: 'reports over more days answer 504' },
  'xapi-max-top': { default: '', about: 'a larger $top is refused' },
  'xapi-drop-call-status': { default: '200', about: 'status of DropCall: 200 or 204' },
  'xapi-call-history-view': {
    default: 'empty',
    about: 'what CallHistoryView does: empty or error',
  },
} as const;

const SWITCHES = {
  'callcontrol-empty-party-did': 'party_did is always empty',
  'callcontrol-needs-body': 'a POST without a body is refused',
  'close-superseded-sockets': 'a new token closes the sockets of its client',
  'empty-details': 'details that a record has not are empty, not null',
  'lenient-tokens': 'a new token does not end the one before it',
  'xapi-ignore-report-order': 'reports come in no useful order whatever $orderby says',
} as const;
type Flag = keyof typeof FLAGS;

const HELP = [
  'The 3CX V20 PBX simulator.',
  '',
  ...Object.entries(FLAGS).map(
    ([flag, { default: fallback, about }]) =>
      `  --${flag.padEnd(24)} ${about}${fallback ? ` (${fallback})` : ''}`,
  ),
  ...Object.entries(SWITCHES).map(([flag, about]) => `  --${flag.padEnd(24)} ${about}`),
  `  --${'help'.padEnd(24)} this text`,
  '',
].join('\n');

/**
 * Reads the command line.
 * @returns `help` with the text, when it was asked for
 * @throws OptionError naming the flag
 */
export function readOptions(args: readonly string[]): SimulatorOptions | { help: string } {
  const values = parse(args);
  if (values['help'] === true) return { help: HELP };
  const { text, number, word } = readers(values);
  const pbxVersion = text('pbx-version');
  if (!/^\d+(\.\d+){2,3}$/.test(pbxVersion)) {
    throw new OptionError(`--pbx-version: got "${pbxVersion}", needs a version such as 20.0.7`);
  }
  return {
    port: number('port', 0, 65_535),
    httpPort: number('http-port', 0, 65_535),
    dbPort: number('db-port', 0, 65_535),
    seed: number('seed', 0, 2 ** 31),
    callsPerMinute: number('calls-per-minute', 0, 100_000),
    extensions: number('extensions', 2, 500),
    keptCalls: number('kept-calls', 1, 10_000_000),
    speed: number('speed', 0.01, 1_000),
    dataDir: text('data-dir') || null,
    lenientTokens: values['lenient-tokens'] === true,
    closeSupersededSockets: values['close-superseded-sockets'] === true,
    emptyDetails: values['empty-details'] === true,
    recordingLink: word('recording-link', RECORDING_LINKS),
    iniLayout: word('ini-layout', INI_LAYOUTS),
    recordLayout: word('record-layout', RECORD_LAYOUTS),
    dayPattern: word('day-pattern', DAY_PATTERNS),
    pbxVersion,
    callControl: dialectOptions(values),
    cdr: cdrOptions(values),
    xapi: {
      ...(text('xapi-max-report-days')
        ? { maxReportDays: number('xapi-max-report-days', 1, 100_000) }
        : {}),
      ...(text('xapi-max-top') ? { maxTop: number('xapi-max-top', 1, 1_000_000) } : {}),
      ignoreReportOrder: values['xapi-ignore-report-order'] === true,
      callHistoryView: word('xapi-call-history-view', ['empty', 'error']),
      dropCallStatus: word('xapi-drop-call-status', ['200', '204']) === '204' ? 204 : 200,
    },
  };
}

function dialectOptions(values: Values): DialectOptions {
  const { number, word } = readers(values);
  return {
    finalStatus: word('callcontrol-final-status', FINAL_STATUSES),
    successReason: word('callcontrol-success-reason', SUCCESS_REASONS),
    postStatus: word('callcontrol-post-status', ['200', '202']) === '202' ? 202 : 200,
    emptyPartyDid: values['callcontrol-empty-party-did'] === true,
    needsBody: values['callcontrol-needs-body'] === true,
    repeatUpsertsMs: number('callcontrol-repeat-upserts', 0, 60_000),
    responseKeys: word('callcontrol-response-keys', RESPONSE_KEYS),
  };
}

function cdrOptions(values: Values): CdrOutputOptions {
  const { text, number, word } = readers(values);
  // Who connects has to be told where to; who listens may take a free port.
  const least = text('cdr-socket') === 'active' ? 1 : 0;
  return {
    socket: word('cdr-socket', CDR_SOCKETS),
    port: text('cdr-port') === '' ? null : number('cdr-port', least, 65_535),
    file: text('cdr-file') || null,
    reasons: word('cdr-reasons', CDR_REASONS),
  };
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Reads single flags. @throws OptionError naming the flag */
function readers(values: Values) {
  const text = (flag: Flag) => {
    const given = values[flag];
    return typeof given === 'string' ? given : FLAGS[flag].default;
  };
  const number = (flag: Flag, min: number, max: number) => {
    const value = Number(text(flag));
    if (text(flag).trim() !== '' && Number.isFinite(value) && value >= min && value <= max)
      return value;
    throw new OptionError(`--${flag}: got "${text(flag)}", needs a number from ${min} to ${max}`);
  };
  const word = <Word extends string>(flag: Flag, words: readonly Word[]): Word => {
    const found = words.find((one) => one === text(flag));
    if (found !== undefined) return found;
    throw new OptionError(`--${flag}: got "${text(flag)}", needs ${words.join(' or ')}`);
  };
  return { text, number, word };
}

function parse(args: readonly string[]): Values {
  const strings = Object.keys(FLAGS).map((flag) => [flag, { type: 'string' as const }]);
  const switches = Object.keys(SWITCHES).map((flag) => [flag, { type: 'boolean' as const }]);
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...(Object.fromEntries(strings) as Record<string, { type: 'string' }>),
        ...(Object.fromEntries(switches) as Record<string, { type: 'boolean' }>),
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new OptionError(`${(error as Error).message.split('. ')[0]}; see --help`);
  }
}
