export { CallRecordReader } from './lib/call-record-reader';
export { type DatabaseSettings, findDatabase } from './lib/database-settings';
export { INI_LAYOUTS, type IniDatabase, type IniLayout, readIni } from './lib/ini-file';
export { PbxDatabase } from './lib/pbx-database';
export { PbxDatabaseModule, type PbxDatabaseModuleSetup } from './lib/pbx-database.module';
export {
  type DatabaseOverrides,
  DEFAULT_INI_PATHS,
  PbxDatabaseOptions,
} from './lib/pbx-database.options';
export { PbxDatabaseWorker } from './lib/pbx-database.worker';
export { type DetectedTables, RecordTables, type RecordView } from './lib/record-tables';
