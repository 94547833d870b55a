import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { CallAudio } from './call-audio';
import { CallControlClient } from './call-control-client';
import { CallControlDoor } from './call-control-door';
import { CallControlReads } from './call-control-reads';
import { CallControlSessions } from './call-control-sessions';
import { CallControlWorker } from './call-control.worker';

/**
 * What the module needs, by these tokens: PbxHttpClient, PbxEndpoint, PbxTransport and
 * PbxTokenSource (the XAPI module exports them), CallControlOptions, CallControlListener,
 * ConnectionReporter, PbxRawSink, Clock, Random.
 */
export interface CallControlModuleSetup {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** Call Control: its socket (the app runs `CallControlWorker`), its actions and its audio. */
@Module({})
export class CallControlModule {
  static register(setup: CallControlModuleSetup): DynamicModule {
    return {
      module: CallControlModule,
      imports: setup.imports,
      providers: [
        CallControlReads,
        CallControlDoor,
        CallControlSessions,
        CallControlClient,
        CallAudio,
        CallControlWorker,
      ],
      exports: [CallControlClient, CallAudio, CallControlWorker],
    };
  }
}
