import {
  type DynamicModule,
  type MiddlewareConsumer,
  Module,
  type ModuleMetadata,
  type NestModule,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AdminGuard } from './api/admin.guard';
import { AuditController } from './audit/audit.controller';
import { AuditTrail } from './audit/audit-trail';
import { AccountController } from './auth/account.controller';
import { PasswordService, SecondFactorService } from './auth/account.service';
import { AuthController } from './auth/auth.controller';
import { CredentialCheck } from './auth/credential-check';
import { PasswordHasher } from './auth/password-hasher';
import { SessionService } from './auth/session.service';
import { SessionTokens } from './auth/session-tokens';
import { SessionsStore } from './auth/sessions.store';
import { SignInLimits } from './auth/sign-in-limits';
import { SignInService } from './auth/sign-in.service';
import { TotpService } from './auth/totp.service';
import { CallsController } from './calls/calls.controller';
import { JourneyController } from './calls/journey.controller';
import { JourneyService } from './calls/journey.service';
import { JourneyStore } from './calls/journey.store';
import { ConnectionsController } from './connections/connections.controller';
import { ConnectionsService } from './connections/connections.service';
import { ReconnectService } from './connections/reconnect.service';
import { ErrorsController } from './errors/errors.controller';
import { KeysController } from './keys/keys.controller';
import { AdminFeed } from './live/admin-feed';
import { AdminGateway } from './live/admin.gateway';
import { Dashboards } from './live/dashboards';
import { SessionWatch } from './live/session-watch';
import { OpenApiController } from './openapi/openapi.controller';
import { EventRate } from './stats/event-rate';
import { NowFigures, OpenFigures } from './stats/now-figures';
import { RequestCounter } from './stats/request-counter';
import { StatisticsWorker } from './stats/statistics.worker';
import { StatsController } from './stats/stats.controller';
import { StatsService } from './stats/stats.service';
import { StatsStore } from './stats/stats.store';
import { UiController } from './ui/ui.controller';
import { AdminUsersService } from './users/admin-users.service';
import { AdminUsersStore } from './users/admin-users.store';
import { FirstUser } from './users/first-user';
import { UsersController } from './users/users.controller';
import { WebhooksController } from './webhooks/webhooks.controller';

const SIGN_IN = [
  SessionsStore,
  SessionService,
  SessionTokens,
  SignInLimits,
  SignInService,
  PasswordHasher,
  CredentialCheck,
  TotpService,
  PasswordService,
  SecondFactorService,
  AdminGuard,
];
const USERS = [AdminUsersStore, AdminUsersService, FirstUser];
const STATISTICS = [
  StatsStore,
  StatsService,
  StatisticsWorker,
  RequestCounter,
  EventRate,
  OpenFigures,
  NowFigures,
];
const LIVE = [Dashboards, AdminFeed, AdminGateway, SessionWatch];

/**
 * The server side of the dashboard. The app gives modules that export `AdminOptions`, `Clock`, the
 * core rooms and the ports of this library, makes the first user (`FirstUser`) before it listens,
 * and runs the workers `StatisticsWorker`, `AdminFeed` and `SessionWatch`.
 */
@Module({})
export class AdminModule implements NestModule {
  static register(imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return {
      module: AdminModule,
      imports: [DiscoveryModule, ...imports],
      controllers: [
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
        // Last: it answers whatever is left below /admin/ui.
        UiController,
      ],
      providers: [
        ...SIGN_IN,
        ...USERS,
        ...STATISTICS,
        ...LIVE,
        AuditTrail,
        ConnectionsService,
        ReconnectService,
        JourneyStore,
        JourneyService,
      ],
      exports: [FirstUser, StatisticsWorker, AdminFeed, SessionWatch, PasswordHasher],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestCounter).forRoutes('{*path}');
  }
}
