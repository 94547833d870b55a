import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { envExample, settingsPage } from './describe-settings';
import { loadSettings, SettingsError } from './load-settings';
import { Secret } from './secret';
import { SETTINGS } from './setting-table';

const REAL = {
  FQDN: 'pbx.example.com',
  CLIENT_ID: '900',
  CLIENT_SECRET: 'top-secret-value',
  ADMIN_SECRET: 'x'.repeat(32),
};

describe('settings', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function faultsOf(environment: Record<string, string>): readonly string[] {
    try {
      loadSettings({ DATA_DIR: folder, ...environment }, folder);
    } catch (error) {
      if (error instanceof SettingsError) return error.faults;
      throw error;
    }
    return [];
  }

  it('mean demo mode without FQDN, with a secret that outlives a restart', () => {
    const first = loadSettings({ DATA_DIR: folder }, folder).settings;
    const second = loadSettings({ DATA_DIR: folder }, folder).settings;
    expect(first.pbx).toBeNull();
    expect(first.security.adminSecret.reveal()).toHaveLength(44);
    expect(second.security.adminSecret.reveal()).toBe(first.security.adminSecret.reveal());
    expect(first.security.webhookAllowNetworks).toContain('127.0.0.0/8');
  });

  it('take the environment before .env', () => {
    writeFileSync(path.join(folder, '.env'), 'PORT=9000\nHOST=::1\n');
    const { settings } = loadSettings({ DATA_DIR: folder, PORT: '9001' }, folder);
    expect(settings.server).toMatchObject({ port: 9001, host: '::1' });
  });

  it('tell every fault at once, each naming its variable, without showing a secret', () => {
    const faults = faultsOf({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      FQDN: 'https://pbx.example.com/path',
      ENCRYPTION_KEY: 'c2hvcnQ=',
      CLIENT_ID: '900',
    });
    expect(faults.map((fault) => fault.split(':', 1)[0])).toEqual([
      'FQDN',
      'PORT',
      'ENCRYPTION_KEY',
      'LOG_LEVEL',
      'CLIENT_SECRET',
      'ADMIN_SECRET',
    ]);
    expect(faults.join('\n')).not.toContain('c2hvcnQ=');
    expect(faults[1]).toBe('PORT: got "eighty", needs a port from 0 to 65535.');
  });

  it.each([
    ['needs the client with FQDN', { ...REAL, CLIENT_SECRET: '' }, /^CLIENT_SECRET: is missing/],
    ['needs FQDN with a client', { CLIENT_ID: '900' }, /^FQDN: is missing/],
    ['needs a long signing secret', { ...REAL, ADMIN_SECRET: 'short' }, /^ADMIN_SECRET: .*32/],
    ['needs a long password', { ADMIN_PASSWORD: 'short' }, /^ADMIN_PASSWORD: .*12/],
    [
      'refuses the default password on all addresses',
      { HOST: '0.0.0.0' },
      /^HOST: .*ADMIN_PASSWORD/,
    ],
    ['needs a secret for TURN', { TURN_URLS: 'turn:x' }, /^TURN_SECRET: is missing/],
    ['refuses a network that is none', { WEBHOOK_ALLOW_NETWORKS: '10.0.0.0/64' }, /^WEBHOOK_ALLOW/],
  ])('%s', (_rule, environment, fault) => {
    expect(faultsOf(environment)[0]).toMatch(fault);
  });

  it('point out a name that is nearly right', () => {
    writeFileSync(path.join(folder, '.env'), 'CLIENT_SECERT=x\nMY_OWN=1\n');
    const faults = faultsOf({ ...REAL, CLIENT_SECRET: '' });
    expect(faults).toContain(
      'CLIENT_SECERT: there is no such setting; did you mean CLIENT_SECRET?',
    );
    expect(faults.join()).not.toContain('MY_OWN');
  });

  it('are complete and described', () => {
    for (const name of Object.keys(SETTINGS)) {
      expect(envExample()).toContain(`#${name}=`);
      expect(settingsPage()).toContain(`\`${name}\``);
    }
  });
});

describe('a secret', () => {
  it('does not show itself', () => {
    const secret = new Secret('hidden');
    expect(`${String(secret)} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain(
      'hidden',
    );
    expect(secret.reveal()).toBe('hidden');
  });
});
