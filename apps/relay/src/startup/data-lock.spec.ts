import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockDataDir } from './data-lock';
import { StartupError } from './startup-error';

describe('lockDataDir', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'relay-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a second holder and names the first', () => {
    lockDataDir(folder);
    expect(() => lockDataDir(folder)).toThrow(`process ${process.pid}`);
  });

  it('gives the folder back', () => {
    lockDataDir(folder)();
    expect(existsSync(path.join(folder, 'relay.lock'))).toBe(false);
    expect(() => lockDataDir(folder)).not.toThrow();
  });

  it('takes over from a process that was killed', async () => {
    const killed = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => killed.on('exit', resolve));
    writeFileSync(
      path.join(folder, 'relay.lock'),
      JSON.stringify({ pid: killed.pid, startedAt: '1' }),
    );
    expect(() => lockDataDir(folder)).not.toThrow();
  });

  it('takes over a lock whose process number now belongs to another program', () => {
    writeFileSync(
      path.join(folder, 'relay.lock'),
      JSON.stringify({ pid: process.pid, startedAt: '1' }),
    );
    expect(() => lockDataDir(folder)).not.toThrow();
  });

  it('says which setting to change when the folder cannot be made', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => lockDataDir(path.join(file, 'data'))).toThrow(StartupError);
    expect(() => lockDataDir(path.join(file, 'data'))).toThrow(/^DATA_DIR: cannot write to /);
  });
});
