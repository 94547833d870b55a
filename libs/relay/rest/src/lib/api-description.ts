import { CONTROLLERS } from './controllers';
import { apiFacts } from './openapi/api-facts';
import { asyncApiDocument } from './openapi/asyncapi-document';
import type { JsonSchema } from './openapi/json-schema';
import { openApiDocument } from './openapi/openapi-document';
import { routesOf } from './openapi/published-routes';

/** OpenAPI 3.1 of /relay without a running relay, for `npm run generate`. */
export function relayApiDescription(version: string): JsonSchema {
  return openApiDocument(CONTROLLERS.flatMap(routesOf), apiFacts(version, '/'));
}

/** AsyncAPI 3 of the streams, for `npm run generate`. */
export function relayStreamDescription(version: string): JsonSchema {
  return asyncApiDocument(version, '127.0.0.1:8082', false);
}
