import { type ConnectionReport, ConnectionReporter } from '@3cx-relay/pbx-connection';
import { Clock, Random, SeededRandom, SystemClock } from '@3cx-relay/util';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { until } from '@3cx-relay/testing';
import { CallRecordReader } from './call-record-reader';
import { PbxDatabaseModule } from './pbx-database.module';
import { PbxDatabaseOptions } from './pbx-database.options';
import { PbxDatabaseWorker } from './pbx-database.worker';

class KeptReports extends ConnectionReporter {
  readonly reports: ConnectionReport[] = [];

  report(_component: string, report: ConnectionReport): void {
    this.reports.push(report);
  }
}

const givenWorker = async (options: Partial<PbxDatabaseOptions>) => {
  const kept = new KeptReports();
  const ports = [
    { provide: PbxDatabaseOptions, useValue: new PbxDatabaseOptions(options) },
    { provide: ConnectionReporter, useValue: kept },
    { provide: Clock, useValue: new SystemClock() },
    { provide: Random, useValue: new SeededRandom(1) },
  ];
  @Module({ providers: ports, exports: ports.map(({ provide }) => provide) })
  class AppPorts {}
  const app = await Test.createTestingModule({
    imports: [PbxDatabaseModule.register({ imports: [AppPorts] })],
  }).compile();
  const stop = new AbortController();
  const running = app.get(PbxDatabaseWorker, { strict: false }).run(stop.signal);
  const firstOf = (state: string) =>
    until(`it is ${state}`, () => kept.reports.find((report) => report.state === state), {
      otherwise: () => JSON.stringify(kept.reports),
    });
  const end = async () => {
    stop.abort();
    await running;
    await app.close();
  };
  return { app, firstOf, end };
};

describe('PbxDatabaseWorker', () => {
  it('says "disabled" where there is no database', async () => {
    const { app, firstOf, end } = await givenWorker({ iniPaths: ['/nowhere/3CX.ini'] });
    expect((await firstOf('disabled')).detail).toContain('XAPI');
    expect(app.get(CallRecordReader, { strict: false })).toBeInstanceOf(CallRecordReader);
    await end();
  });

  it('says what is wrong, and what to do, when an ini was named that is not there', async () => {
    const { firstOf, end } = await givenWorker({
      iniPaths: ['/nowhere/3CX.ini'],
      isIniRequired: true,
    });
    expect((await firstOf('disconnected')).error).toMatch(/nowhere.*PBX_INI_PATH/);
    await end();
  });

  it('says that the database cannot be reached, and where its settings came from', async () => {
    const overrides = { host: '127.0.0.1', port: 1, user: 'u', password: 'not to be seen' };
    const { firstOf, end } = await givenWorker({ iniPaths: [], overrides });
    const { error } = await firstOf('disconnected');
    expect(error).toContain('DB_HOST, DB_PORT, DB_USER, DB_PASSWORD');
    expect(error).not.toContain('not to be seen');
    await end();
  });
});
