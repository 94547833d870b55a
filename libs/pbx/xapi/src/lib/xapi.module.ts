import {
  PbxEndpoint,
  PbxHttpClient,
  PbxTokenSource,
  PbxTransport,
} from '@3cx-relay/pbx-connection';
import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { ActiveCallsWorker } from './active-calls.worker';
import { CallLog } from './call-log';
import { RoleProbe } from './role-probe';
import { TokenOwner } from './token-owner';
import { TokenRequest } from './token-request';
import { XapiCallRecords } from './xapi-call-records';
import { XapiClient } from './xapi-client';

/**
 * What the module needs from the app, by these tokens: PbxConnectionOptions, XapiOptions,
 * ConnectionReporter, PbxRawSink, ActiveCallsListener, Clock, Random.
 */
export interface XapiModuleSetup {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

const OWN = [
  TokenRequest,
  TokenOwner,
  { provide: PbxTokenSource, useExisting: TokenOwner },
  XapiClient,
  CallLog,
  RoleProbe,
  XapiCallRecords,
  ActiveCallsWorker,
];

/** XAPI, and the token that Call Control shares. The app runs `ActiveCallsWorker`. */
@Module({})
export class XapiModule {
  static register(setup: XapiModuleSetup): DynamicModule {
    return {
      module: XapiModule,
      imports: setup.imports,
      providers: [PbxTransport, PbxEndpoint, PbxHttpClient, ...OWN],
      exports: [
        PbxTransport,
        PbxEndpoint,
        PbxHttpClient,
        PbxTokenSource,
        XapiClient,
        CallLog,
        RoleProbe,
        XapiCallRecords,
        ActiveCallsWorker,
      ],
    };
  }
}
