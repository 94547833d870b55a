import { CONTROLLERS } from './controllers';
import { describeAdminApi } from './openapi/admin-openapi';
import { routesOf } from './openapi/openapi.controller';

/** OpenAPI 3.1 of /admin without a running relay, for `npm run generate`. */
export function adminApiDescription(version: string): Record<string, unknown> {
  return describeAdminApi(CONTROLLERS.flatMap(routesOf), version);
}
