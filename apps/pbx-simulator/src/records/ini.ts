export const INI_LAYOUTS = ['default', 'callreports'] as const;
export type IniLayout = (typeof INI_LAYOUTS)[number];

export interface IniFacts {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly owner: { readonly user: string; readonly password: string };
  readonly reader: { readonly user: string; readonly password: string };
}

/** The PBX's ini file (3cx/database.md section 1), or the layout told of by other programs. */
export function iniText(layout: IniLayout, { host, port, name, owner, reader }: IniFacts): string {
  if (layout === 'callreports') {
    return [
      '[CallReports]',
      `SERVER=${host}`,
      `PORT=${port}`,
      `DATABASE=${name}`,
      `USERNAME=${reader.user}`,
      `PASSWORD=${reader.password}`,
      '',
    ].join('\n');
  }
  return [
    '[General]',
    'PBXVersion = 20',
    '',
    '[CfgServerProfile]',
    `DBHost = ${host}`,
    `DBPort = ${port}`,
    `MasterDBUser = ${owner.user}`,
    `MasterDBPassword = ${owner.password}`,
    '',
    '[QMDatabase]',
    `DBHost = ${host}`,
    `DBPort = ${port}`,
    `DBName = ${name}`,
    '',
    '[DbAdminREADONLY]',
    `User = ${reader.user}`,
    `Password = ${reader.password}`,
    '',
  ].join('\n');
}
