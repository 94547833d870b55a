import { readFile } from 'node:fs/promises';
import { PbxError } from '@3cx-relay/pbx-connection';
import { errorCode, errorMessage } from '@3cx-relay/util';
import { type IniDatabase, readIni } from './ini-file';
import type { DatabaseOverrides, PbxDatabaseOptions } from './pbx-database.options';

/** How to connect, and where that was found. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** For the administrator: `/var/…/3CXPhoneSystem.ini [CallReports], DB_HOST`. No secrets. */
  readonly foundIn: string;
}

const DEFAULTS = { host: '127.0.0.1', port: 5432, name: 'database_single' } as const;

const VARIABLE_OF: Readonly<Record<keyof DatabaseOverrides, string>> = {
  host: 'DB_HOST',
  port: 'DB_PORT',
  name: 'DB_NAME',
  user: 'DB_USER',
  password: 'DB_PASSWORD',
};

/**
 * Reads the settings anew: credentials rotate with a reinstallation or a restore of the PBX.
 * @returns `null` when there is no database to be found (hosted PBX)
 * @throws PbxError `refused` saying what is missing or not readable
 */
export async function findDatabase(options: PbxDatabaseOptions): Promise<DatabaseSettings | null> {
  const { overrides } = options;
  const file = await firstThatExists(options);
  if (!file) return withoutIni(options);
  const read = readIni(file.text);
  const { user = userOf(read), password = passwordOf(read) } = overrides;
  if (user === undefined || password === undefined) {
    const missing = 'missing' in read ? read.missing : 'a password';
    throw new PbxError('refused', {
      detail: `${file.path} lacks ${missing}.`,
      remedy: 'Set DB_USER and DB_PASSWORD to a role that may read the call records.',
    });
  }
  const ini = 'missing' in read ? undefined : read;
  return {
    host: overrides.host ?? ini?.host ?? DEFAULTS.host,
    port: overrides.port ?? ini?.port ?? DEFAULTS.port,
    name: overrides.name ?? ini?.name ?? DEFAULTS.name,
    user,
    password,
    foundIn: [ini ? `${file.path} [${ini.layout}]` : file.path, ...namesOf(overrides)].join(', '),
  };
}

function withoutIni({ overrides, isIniRequired, iniPaths }: PbxDatabaseOptions) {
  const { host, user, password } = overrides;
  if (user !== undefined && password !== undefined) {
    return {
      host: host ?? DEFAULTS.host,
      port: overrides.port ?? DEFAULTS.port,
      name: overrides.name ?? DEFAULTS.name,
      user,
      password,
      foundIn: namesOf(overrides).join(', '),
    };
  }
  if (isIniRequired) {
    throw new PbxError('refused', {
      detail: `There is no ini file at ${iniPaths.join(' or ')}.`,
      remedy: 'Correct PBX_INI_PATH, or set DB_HOST, DB_USER and DB_PASSWORD.',
    });
  }
  if (host === undefined && user === undefined) return null;
  throw new PbxError('refused', {
    detail: 'There is no ini file of the PBX, and DB_USER or DB_PASSWORD is missing.',
    remedy: 'Set DB_USER and DB_PASSWORD to a role that may read the call records.',
  });
}

async function firstThatExists({
  iniPaths,
}: PbxDatabaseOptions): Promise<{ path: string; text: string } | undefined> {
  for (const path of iniPaths) {
    try {
      return { path, text: await readFile(path, 'utf8') };
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') continue;
      throw new PbxError('refused', {
        detail: `${path} cannot be read: ${errorMessage(error)}.`,
        remedy: 'Let the user of the relay read it, or set DB_HOST, DB_USER and DB_PASSWORD.',
        cause: error,
      });
    }
  }
  return undefined;
}

function userOf(read: IniDatabase | { missing: string }): string | undefined {
  return 'missing' in read ? undefined : read.user;
}

function passwordOf(read: IniDatabase | { missing: string }): string | undefined {
  return 'missing' in read ? undefined : read.password;
}

function namesOf(overrides: DatabaseOverrides): string[] {
  return (['host', 'port', 'name', 'user', 'password'] as const)
    .filter((key) => overrides[key] !== undefined)
    .map((key) => VARIABLE_OF[key]);
}
