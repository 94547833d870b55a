import { describe, expect, it } from '@jest/globals';
import { OptionError, readOptions } from './options';

const options = (...args: string[]) => {
  const read = readOptions(args);
  if ('help' in read) throw new Error('asked for help');
  return read;
};

describe('readOptions', () => {
  it('has a default for every flag', () => {
    expect(options()).toEqual({
      port: 5001,
      httpPort: 5002,
      dbPort: 5480,
      seed: 1,
      callsPerMinute: 60,
      extensions: 20,
      pbxVersion: '20.0.7',
      speed: 1,
      dataDir: null,
      iniLayout: 'default',
      lenientTokens: false,
    });
  });

  it('reads values, with a blank or an equals sign', () => {
    const read = options('--port', '0', '--seed=7', '--speed', '20', '--pbx-version=20.0.9.995');
    expect(read).toMatchObject({ port: 0, seed: 7, speed: 20, pbxVersion: '20.0.9.995' });
    expect(options('--lenient-tokens').lenientTokens).toBe(true);
  });

  it.each([
    ['--port', '70000'],
    ['--port', 'many'],
    ['--http-port', '-1'],
    ['--db-port', ''],
    ['--speed', '0'],
    ['--extensions', '1'],
    ['--calls-per-minute', 'NaN'],
    ['--pbx-version', '20'],
    ['--ini-layout', 'other'],
  ])('refuses %s=%s, naming the flag', (flag, value) => {
    expect(() => options(`${flag}=${value}`)).toThrow(OptionError);
    expect(() => options(`${flag}=${value}`)).toThrow(flag);
  });

  it('refuses a flag that it does not know, naming it', () => {
    expect(() => options('--colour', 'red')).toThrow('--colour');
  });

  it('explains every flag', () => {
    const read = readOptions(['--help']);
    const text = 'help' in read ? read.help : '';
    for (const flag of ['--port', '--http-port', '--db-port', '--seed', '--calls-per-minute']) {
      expect(text).toContain(flag);
    }
    for (const flag of ['--extensions', '--pbx-version', '--speed', '--data-dir', '--ini-layout']) {
      expect(text).toContain(flag);
    }
  });
});
