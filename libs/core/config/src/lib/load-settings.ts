import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '@3cx-relay/util';
import { parse } from 'dotenv';
import { type Environment, readSettings } from './read-settings';
import { ruleFaults } from './rules';
import { type SettingName } from './setting-table';
import { type Settings, toSettings } from './settings';

/** Settings that do not fit; each fault is one line for the administrator. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'SettingsError';
  }
}

export interface Loaded {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/**
 * Reads `.env` of a folder and the environment, which wins, and checks all of it.
 * @throws SettingsError with every fault at once
 */
export function loadSettings(environment: Environment, folder: string): Loaded {
  const file = readEnvFile(path.join(folder, '.env'));
  const all: Environment = { ...file, ...definedOnly(environment) };
  const { values, faults, warnings } = readSettings(all, Object.keys(file));
  const isGiven = (name: SettingName) => (all[name]?.trim() ?? '') !== '';
  const found = [...faults, ...ruleFaults(values, isGiven)];
  // A fault and a slip in a name often explain each other.
  if (found.length > 0) throw new SettingsError([...found, ...warnings]);
  const adminSecret = values.ADMIN_SECRET ?? ownSecret(values.DATA_DIR ?? 'data');
  return { settings: toSettings(values, adminSecret), warnings };
}

function readEnvFile(file: string): Record<string, string> {
  try {
    return parse(readFileSync(file));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw new SettingsError([`.env: cannot be read (${errorCode(error) ?? 'unknown'}).`]);
  }
}

function definedOnly(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Demo mode needs a signing secret that outlives a restart, and nobody wants to think of one. */
function ownSecret(dataDir: string): string {
  const file = path.join(dataDir, 'admin-secret');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR')
      throw unwritable(dataDir, error);
  }
  const made = randomBytes(32).toString('base64');
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${made}\n`, { mode: 0o600 });
  } catch (error) {
    throw unwritable(dataDir, error);
  }
  return made;
}

function unwritable(dataDir: string, error: unknown): SettingsError {
  const why = REASONS[errorCode(error) ?? ''] ?? errorCode(error) ?? 'unknown';
  return new SettingsError([
    `DATA_DIR: cannot write to ${dataDir} (${why}): mend that, or set DATA_DIR to another folder.`,
  ]);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is a file',
  // What making a folder on a read-only disk answers.
  ENOENT: 'the folder cannot be made; is the disk read-only?',
};
