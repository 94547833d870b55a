import {
  ConnectionReporter,
  PbxEndpoint,
  PbxHttpClient,
  PbxRawSink,
  PbxTokenSource,
  PbxTransport,
} from '@3cx-relay/pbx-connection';
import { Clock, Random, SeededRandom, SystemClock } from '@3cx-relay/util';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { until } from '@3cx-relay/testing';
import { CallControlListener } from './call-control-listener.port';
import { CallControlModule } from './call-control.module';
import { CallControlOptions } from './call-control.options';
import { CallControlWorker } from './call-control.worker';
import { connectionTo, SmallPbx } from './testing/small-pbx';
import { KeptPoison, KeptReports, Told } from './testing/told';

describe('CallControlModule', () => {
  it('gives the app a worker that connects, tells, and stops when asked to', async () => {
    const pbx = await SmallPbx.start();
    pbx.show('GET /callcontrol', []);
    const { transport, endpoint, tokens, http } = connectionTo(pbx);
    const told = new Told();
    const ports = [
      { provide: PbxTransport, useValue: transport },
      { provide: PbxEndpoint, useValue: endpoint },
      { provide: PbxTokenSource, useValue: tokens },
      { provide: PbxHttpClient, useValue: http },
      { provide: CallControlListener, useValue: told },
      { provide: CallControlOptions, useValue: new CallControlOptions() },
      { provide: ConnectionReporter, useValue: new KeptReports() },
      { provide: PbxRawSink, useValue: new KeptPoison() },
      { provide: Clock, useValue: new SystemClock() },
      { provide: Random, useValue: new SeededRandom(1) },
    ];
    @Module({ providers: ports, exports: ports.map(({ provide }) => provide) })
    class AppPorts {}
    const app = await Test.createTestingModule({
      imports: [CallControlModule.register({ imports: [AppPorts] })],
    }).compile();

    const stop = new AbortController();
    const running = app.get(CallControlWorker, { strict: false }).run(stop.signal);
    await until('the snapshot is told', () => told.lines.includes('snapshot'));
    stop.abort();
    await running;
    expect(told.lines).toEqual(['opened', 'snapshot', 'lost']);
    await app.close();
    await pbx.stop();
  });
});
