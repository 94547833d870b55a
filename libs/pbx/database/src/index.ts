export {
  type DatabaseOverrides,
  DEFAULT_INI_PATHS,
  PbxDatabaseOptions,
} from './lib/pbx-database.options';
