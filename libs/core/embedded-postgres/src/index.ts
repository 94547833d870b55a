export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './lib/embedded-postgres';
export { EmbeddedPostgresError } from './lib/embedded-postgres-error';
