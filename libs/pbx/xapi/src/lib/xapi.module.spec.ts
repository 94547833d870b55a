import {
  ConnectionReporter,
  parsePbxAddress,
  PbxConnectionOptions,
  PbxHttpClient,
  PbxRawSink,
  PbxTokenSource,
} from '@3cx-relay/pbx-connection';
import { Clock, ManualClock, Random, SeededRandom } from '@3cx-relay/util';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ActiveCallsListener } from './active-calls-listener.port';
import { ActiveCallsWorker } from './active-calls.worker';
import { KeptPoison, KeptReports } from './testing/small-xapi';
import { TokenOwner } from './token-owner';
import { XapiCallRecords } from './xapi-call-records';
import { XapiModule } from './xapi.module';
import { XapiOptions } from './xapi.options';

const NOBODY: ActiveCallsListener = { activeCalls: () => undefined, available: () => undefined };
const PORTS = [
  { provide: PbxConnectionOptions, useValue: new PbxConnectionOptions(parsePbxAddress('h:1')) },
  { provide: XapiOptions, useValue: new XapiOptions('900', 'secret') },
  { provide: ActiveCallsListener, useValue: NOBODY },
  { provide: ConnectionReporter, useClass: KeptReports },
  { provide: PbxRawSink, useClass: KeptPoison },
  { provide: Clock, useClass: ManualClock },
  { provide: Random, useValue: new SeededRandom(1) },
];

@Module({ providers: PORTS, exports: PORTS.map(({ provide }) => provide) })
class AppPorts {}

describe('XapiModule', () => {
  it('gives the app its workers and readers, and one token owner to everybody', async () => {
    const app = await Test.createTestingModule({
      imports: [XapiModule.register({ imports: [AppPorts] })],
    }).compile();
    expect(app.get(ActiveCallsWorker, { strict: false }).name).toBe('xapi-active-calls');
    expect(app.get(XapiCallRecords, { strict: false })).toBeInstanceOf(XapiCallRecords);
    expect(app.get(PbxHttpClient, { strict: false })).toBeInstanceOf(PbxHttpClient);
    expect(app.get(PbxTokenSource, { strict: false })).toBe(app.get(TokenOwner, { strict: false }));
    await app.close();
  });
});
