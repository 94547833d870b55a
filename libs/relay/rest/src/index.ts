export { relayApiDescription, relayStreamDescription } from './lib/api-description';
export { SwaggerUi } from './lib/docs/swagger-ui';
export { toHistorySearch } from './lib/history-search';
export { sendHistoryCsv, wantsCsv } from './lib/history-export';
export { bodyOf } from './lib/http/json-body';
export { ProblemFilter, toRelayError } from './lib/http/problem.filter';
export { requestIdOf } from './lib/http/request-id';
export { refuseUnstorable } from './lib/http/storable-text';
export { setUpHttp } from './lib/http/set-up-http';
export { type JsonSchema, JsonSchemas } from './lib/openapi/json-schema';
export {
  type ApiFacts,
  openApiDocument,
  type PublishedRoute,
} from './lib/openapi/openapi-document';
export { problemSchema } from './lib/openapi/problem-schema';
export { PublishedRoutes } from './lib/openapi/published-routes';
export {
  type ActiveCallsSnapshot,
  ActiveCallsSource,
  type CallCommand,
  CallCommands,
  CallHistorySource,
  HealthSource,
  type HistorySearch,
  MetricsSource,
} from './lib/ports';
export { RestModule } from './lib/rest.module';
export { RestOptions } from './lib/rest.options';
export { By, type Caller, Input } from './lib/routes/relay-request';
export { RelayRoute } from './lib/routes/relay-route';
export type { RelayRouteSpec } from './lib/routes/route-spec';
