import { describe, expect, it } from '@jest/globals';
import { USUAL_DIALECT } from '../call-control/dialect';
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
      keptCalls: 200_000,
      pbxVersion: '20.0.7',
      speed: 1,
      dataDir: null,
      iniLayout: 'default',
      lenientTokens: false,
      closeSupersededSockets: false,
      emptyDetails: false,
      recordingLink: 'url',
      recordLayout: 'cdroutput',
      dayPattern: 'flat',
      callControl: USUAL_DIALECT,
      cdr: { socket: 'passive', port: null, file: null, reasons: 'lines' },
      xapi: { ignoreReportOrder: false, callHistoryView: 'empty', dropCallStatus: 200 },
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
    ['--record-layout', 'cdr'],
    ['--day-pattern', 'night'],
    ['--cdr-port', 'some'],
    ['--cdr-socket', 'both'],
    ['--cdr-reasons', 'words'],
    ['--recording-link', 'name'],
    ['--xapi-max-report-days', '0'],
    ['--xapi-max-top', '-5'],
    ['--xapi-call-history-view', 'full'],
    ['--xapi-drop-call-status', '201'],
    ['--callcontrol-final-status', 'word'],
    ['--callcontrol-post-status', '201'],
    ['--callcontrol-repeat-upserts', '-1'],
  ])('refuses %s=%s, naming the flag', (flag, value) => {
    expect(() => options(`${flag}=${value}`)).toThrow(OptionError);
    expect(() => options(`${flag}=${value}`)).toThrow(flag);
  });

  it('reads what XAPI and the CDR output are told', () => {
    const read = options(
      ...['--xapi-max-report-days=31', '--xapi-max-top=100', '--xapi-ignore-report-order'],
      ...['--xapi-call-history-view=error', '--cdr-port=5015', '--cdr-socket=active'],
      '--xapi-drop-call-status=204',
    );
    expect(read.xapi).toEqual({
      ...{ maxReportDays: 31, maxTop: 100, ignoreReportOrder: true, callHistoryView: 'error' },
      dropCallStatus: 204,
    });
    expect(read.cdr).toMatchObject({ socket: 'active', port: 5015, file: null });
  });

  it('reads how Call Control words its answers', () => {
    const read = options(
      ...['--callcontrol-final-status=number', '--callcontrol-success-reason=NotSpecified'],
      ...['--callcontrol-post-status=202', '--callcontrol-response-keys=PascalCase'],
      ...['--callcontrol-repeat-upserts=750', '--callcontrol-empty-party-did'],
      '--callcontrol-needs-body',
    );
    expect(read.callControl).toEqual({
      ...{ finalStatus: 'number', successReason: 'NotSpecified', postStatus: 202 },
      ...{ responseKeys: 'PascalCase', repeatUpsertsMs: 750 },
      ...{ emptyPartyDid: true, needsBody: true },
    });
  });

  it('needs to be told where to connect when the CDR socket is active', () => {
    expect(() => options('--cdr-socket=active', '--cdr-port=0')).toThrow('--cdr-port');
  });

  it('says in one line what is wrong', () => {
    for (const flag of ['--colour=red', '--speed=fast', '--port', 'stray', '--lenient-tokens=1']) {
      expect(() => options(flag)).toThrow(/^[^\n]+$/);
    }
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
