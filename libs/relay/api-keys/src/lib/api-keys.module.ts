import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { ApiKeysService } from './api-keys.service';
import { ApiKeysStore } from './api-keys.store';
import { Authenticator } from './authenticator';
import { KeyChangesWorker } from './key-changes.worker';
import { KeyChecker } from './key-checker';
import { KeyConnections } from './key-connections';
import { KeyDirectory } from './key-directory';
import { KeyShares } from './key-shares';
import { KeySharesWorker } from './key-shares.worker';
import { KeyUse } from './key-use';
import { RateLimiter } from './rate-limiter';
import { TicketsService } from './tickets.service';
import { UsageRecorder } from './usage.recorder';

const SHOWN = [
  ApiKeysService,
  Authenticator,
  KeyChangesWorker,
  KeyChecker,
  KeyConnections,
  KeySharesWorker,
  RateLimiter,
  TicketsService,
  UsageRecorder,
];

/** Wiring only. Wants `ApiKeysOptions`, `Clock` and TypeORM's `DataSource` from the app. */
@Module({})
export class ApiKeysModule {
  /** @param imports modules that provide what it wants, where they are not global */
  static register(imports: ModuleMetadata['imports'] = []): DynamicModule {
    return {
      module: ApiKeysModule,
      imports,
      providers: [ApiKeysStore, KeyDirectory, KeyShares, KeyUse, ...SHOWN],
      exports: SHOWN,
    };
  }
}
