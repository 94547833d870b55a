import { parse } from 'ini';

/** Which sections the settings came from; told to the administrator. */
export const INI_LAYOUTS = [
  'QMDatabase/DbAdminREADONLY',
  'CallReports',
  'CfgServerProfile',
] as const;
export type IniLayout = (typeof INI_LAYOUTS)[number];

/** What the ini file says of the database; what it does not say is `undefined`. */
export interface IniDatabase {
  readonly layout: IniLayout;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly name: string | undefined;
  readonly user: string;
  readonly password: string;
}

type Section = ReadonlyMap<string, string>;

/**
 * Finds the database in the text of the PBX's ini file. The read-only role comes first, then the
 * reports' section; the owner role only when neither is there.
 * @returns the settings, or in words what is missing
 */
export function readIni(text: string): IniDatabase | { readonly missing: string } {
  const sections = sectionsOf(text);
  const at = (name: string): Section => sections.get(name.toLowerCase()) ?? new Map();
  const place = at('QMDatabase');
  const profile = at('CfgServerProfile');
  const where = {
    host: place.get('dbhost') ?? profile.get('dbhost'),
    port: portOf(place.get('dbport') ?? profile.get('dbport')),
    name: place.get('dbname') ?? profile.get('dbname'),
  };
  const readOnly = at('DbAdminREADONLY');
  const readOnlyUser = readOnly.get('user');
  if (readOnlyUser !== undefined) {
    const password = readOnly.get('password');
    // Not on to the owner role: a read-only one is there, its password is what is wrong.
    if (password === undefined) return { missing: '[DbAdminREADONLY] Password' };
    return { layout: 'QMDatabase/DbAdminREADONLY', ...where, user: readOnlyUser, password };
  }
  return (
    ofReports(at('CallReports')) ??
    ofOwner(profile, where) ?? {
      missing: '[DbAdminREADONLY] User and Password, or [CallReports] USERNAME and PASSWORD',
    }
  );
}

function ofReports(section: Section): IniDatabase | undefined {
  const user = section.get('username');
  const password = section.get('password');
  if (user === undefined || password === undefined) return undefined;
  return {
    layout: 'CallReports',
    host: section.get('server'),
    port: portOf(section.get('port')),
    name: section.get('database'),
    user,
    password,
  };
}

function ofOwner(
  profile: Section,
  where: Pick<IniDatabase, 'host' | 'port' | 'name'>,
): IniDatabase | undefined {
  const user = profile.get('masterdbuser');
  const password = profile.get('masterdbpassword');
  if (user === undefined || password === undefined) return undefined;
  return { layout: 'CfgServerProfile', ...where, user, password };
}

/** Sections and keys in lower case: the programs that read this file differ in their spelling. */
function sectionsOf(text: string): Map<string, Section> {
  const parsed: unknown = parse(text.replace(/^\uFEFF/, '').replace(VALUE_LINE, keepRaw));
  const sections = new Map<string, Section>();
  for (const [name, section] of entriesOf(parsed)) {
    const values = entriesOf(section).flatMap(([key, value]): [string, string][] => {
      const plain = typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
      return plain === '' ? [] : [[key.toLowerCase(), plain]];
    });
    if (typeof section === 'object') sections.set(name.toLowerCase(), new Map(values));
  }
  return sections;
}

const VALUE_LINE = /^([^=\r\n[]+=)(.*)$/gm;

/** Passwords may hold what the ini format takes for comments. */
function keepRaw(_line: string, key: string, value: string): string {
  return `${key}${value.replace(/[;#\\]/g, '\\$&')}`;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
