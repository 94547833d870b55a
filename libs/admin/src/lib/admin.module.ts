import {
  type DynamicModule,
  type MiddlewareConsumer,
  Module,
  type ModuleMetadata,
  type NestModule,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AdminGuard } from './api/admin.guard';
import { AuditTrail } from './audit/audit-trail';
import { PasswordService, SecondFactorService } from './auth/account.service';
import { CredentialCheck } from './auth/credential-check';
import { PasswordHasher } from './auth/password-hasher';
import { SessionService } from './auth/session.service';
import { SessionTokens } from './auth/session-tokens';
import { SessionsStore } from './auth/sessions.store';
import { SignInLimits } from './auth/sign-in-limits';
import { SignInService } from './auth/sign-in.service';
import { TotpService } from './auth/totp.service';
import { JourneyService } from './calls/journey.service';
import { JourneyStore } from './calls/journey.store';
import { ConnectionsService } from './connections/connections.service';
import { ReconnectService } from './connections/reconnect.service';
import { AdminFeed } from './live/admin-feed';
import { AdminGateway } from './live/admin.gateway';
import { Dashboards } from './live/dashboards';
import { SessionWatch } from './live/session-watch';
import { CONTROLLERS } from './controllers';
import { CountRequests } from './stats/count-requests.middleware';
import { EventRate } from './stats/event-rate';
import { NowFigures, OpenFigures } from './stats/now-figures';
import { RequestCounter } from './stats/request-counter';
import { StatisticsWorker } from './stats/statistics.worker';
import { StatsService } from './stats/stats.service';
import { StatsStore } from './stats/stats.store';
import { AdminUsersService } from './users/admin-users.service';
import { AdminUsersStore } from './users/admin-users.store';
import { FirstUser } from './users/first-user';

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
      controllers: [...CONTROLLERS],
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
    consumer.apply(CountRequests).forRoutes('/{*path}');
  }
}
