import { parseArgs } from 'node:util';
import { INI_LAYOUTS, type IniLayout } from '../records/ini';

export interface SimulatorOptions {
  readonly port: number;
  readonly httpPort: number;
  readonly dbPort: number;
  readonly seed: number;
  readonly callsPerMinute: number;
  readonly extensions: number;
  readonly pbxVersion: string;
  readonly speed: number;
  readonly dataDir: string | null;
  readonly iniLayout: IniLayout;
  readonly lenientTokens: boolean;
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
  'pbx-version': { default: '20.0.7', about: 'version that it pretends to be' },
  speed: { default: '1', about: 'how much faster than real time it lives' },
  'data-dir': { default: '', about: 'folder to keep its files in; by default a fresh one' },
  'ini-layout': {
    default: 'default',
    about: `layout of the ini file: ${INI_LAYOUTS.join(' or ')}`,
  },
} as const;

const HELP = [
  'The 3CX V20 PBX simulator.',
  '',
  ...Object.entries(FLAGS).map(
    ([flag, { default: fallback, about }]) =>
      `  --${flag.padEnd(18)} ${about}${fallback ? ` (${fallback})` : ''}`,
  ),
  `  --${'lenient-tokens'.padEnd(18)} a new token does not end the one before it`,
  `  --${'help'.padEnd(18)} this text`,
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
  const text = (flag: keyof typeof FLAGS) => {
    const given = values[flag];
    return typeof given === 'string' ? given : FLAGS[flag].default;
  };
  const number = (flag: keyof typeof FLAGS, min: number, max: number) => {
    const value = Number(text(flag));
    if (text(flag).trim() !== '' && Number.isFinite(value) && value >= min && value <= max)
      return value;
    throw new OptionError(`--${flag}: got "${text(flag)}", needs a number from ${min} to ${max}`);
  };
  const iniLayout = INI_LAYOUTS.find((layout) => layout === text('ini-layout'));
  if (!iniLayout) {
    throw new OptionError(`--ini-layout: needs ${INI_LAYOUTS.join(' or ')}`);
  }
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
    speed: number('speed', 0.01, 1_000),
    dataDir: text('data-dir') || null,
    lenientTokens: values['lenient-tokens'] === true,
    ...{ iniLayout, pbxVersion },
  };
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
  const strings = Object.keys(FLAGS).map((flag) => [flag, { type: 'string' as const }]);
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...(Object.fromEntries(strings) as Record<string, { type: 'string' }>),
        'lenient-tokens': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new OptionError(`${(error as Error).message.split('. ')[0]}; see --help`);
  }
}
