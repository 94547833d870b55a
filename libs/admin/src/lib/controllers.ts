import { AuditController } from './audit/audit.controller';
import { AccountController } from './auth/account.controller';
import { AuthController } from './auth/auth.controller';
import { CallsController } from './calls/calls.controller';
import { JourneyController } from './calls/journey.controller';
import { ConnectionsController } from './connections/connections.controller';
import { ErrorsController } from './errors/errors.controller';
import { KeysController } from './keys/keys.controller';
import { DocsController } from './openapi/docs.controller';
import { OpenApiController } from './openapi/openapi.controller';
import { StatsController } from './stats/stats.controller';
import { UiController } from './ui/ui.controller';
import { UsersController } from './users/users.controller';
import { WebhooksController } from './webhooks/webhooks.controller';

/** All routes under /admin. */
export const CONTROLLERS = [
  AuthController,
  AccountController,
  UsersController,
  StatsController,
  ConnectionsController,
  ErrorsController,
  KeysController,
  CallsController,
  JourneyController,
  WebhooksController,
  AuditController,
  OpenApiController,
  DocsController,
  // Last: it answers whatever is left below /admin/ui.
  UiController,
] as const;
