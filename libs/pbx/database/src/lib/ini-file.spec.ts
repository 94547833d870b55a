import { readIni } from './ini-file';

const READ_ONLY = '[DbAdminREADONLY]\nUser = reader\nPassword = s3;cr#t\\x\n';
const PLACE = '[QMDatabase]\nDBHost=127.0.0.1\nDBPort = 5480\nDBName = database_single\n';
const OWNER =
  '[CfgServerProfile]\nMasterDBUser = phonesystem\nMasterDBPassword = owner\nDBPort = 5432\n';
const REPORTS =
  '[CallReports]\nSERVER = db\nPORT = 5433\nDATABASE = reports\nUSERNAME = caller\nPASSWORD = p\n';

describe('readIni', () => {
  it('takes the read-only role first, whatever else there is', () => {
    expect(readIni(OWNER + REPORTS + PLACE + READ_ONLY)).toEqual({
      layout: 'QMDatabase/DbAdminREADONLY',
      host: '127.0.0.1',
      port: 5480,
      name: 'database_single',
      user: 'reader',
      password: 's3;cr#t\\x',
    });
  });

  it('takes the section of the reports when there is no read-only role', () => {
    expect(readIni(OWNER + PLACE + REPORTS)).toMatchObject({
      layout: 'CallReports',
      host: 'db',
      port: 5433,
      name: 'reports',
      user: 'caller',
    });
  });

  it('takes the owner when there is nothing else', () => {
    expect(readIni(OWNER + PLACE)).toMatchObject({
      layout: 'CfgServerProfile',
      user: 'phonesystem',
    });
  });

  it('does not fall back to the owner when the read-only role lacks its password', () => {
    expect(readIni(`${OWNER}[DbAdminREADONLY]\nUser = reader\n`)).toEqual({
      missing: '[DbAdminREADONLY] Password',
    });
  });

  it('says what is missing in a file without any role', () => {
    expect(readIni('[General]\nx = 1\n')).toEqual({
      missing: '[DbAdminREADONLY] User and Password, or [CallReports] USERNAME and PASSWORD',
    });
  });

  it('reads sections and keys in any case, with a byte order mark and Windows line ends', () => {
    const text = '\uFEFF[callreports]\r\nServer=h\r\nusername=u\r\npassword=p\r\nport=99999\r\n';
    expect(readIni(text)).toMatchObject({ host: 'h', user: 'u', password: 'p', port: undefined });
  });
});
