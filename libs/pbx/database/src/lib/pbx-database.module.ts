import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { CallRecordReader } from './call-record-reader';
import { PbxDatabase } from './pbx-database';
import { PbxDatabaseWorker } from './pbx-database.worker';
import { RecordQueries } from './record-queries';
import { RecordTables } from './record-tables';

/** What the module needs, by these tokens: PbxDatabaseOptions, ConnectionReporter, Clock, Random. */
export interface PbxDatabaseModuleSetup {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** The PBX database: `CallRecordReader` reads it, the app runs `PbxDatabaseWorker`. */
@Module({})
export class PbxDatabaseModule {
  static register(setup: PbxDatabaseModuleSetup): DynamicModule {
    return {
      module: PbxDatabaseModule,
      imports: setup.imports,
      providers: [PbxDatabase, RecordTables, RecordQueries, CallRecordReader, PbxDatabaseWorker],
      exports: [PbxDatabase, RecordTables, CallRecordReader, PbxDatabaseWorker],
    };
  }
}
