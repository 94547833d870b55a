import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { KeyTrail } from './audit/key-trail';
import { CONTROLLERS } from './controllers';
import { ProblemFilter } from './http/problem.filter';
import { Idempotency } from './idempotency';
import { PublishedRoutes } from './openapi/published-routes';

/**
 * Wiring only. Wants `RestOptions`, `StreamingOptions`, `Clock`, `Audit`, the ports of this room,
 * the API keys and the streams.
 */
@Module({})
export class RestModule {
  /** @param imports modules that provide what it wants, where they are not global */
  static register(imports: ModuleMetadata['imports'] = []): DynamicModule {
    return {
      module: RestModule,
      imports: [DiscoveryModule, ...imports],
      controllers: [...CONTROLLERS],
      providers: [
        ...[Idempotency, KeyTrail, PublishedRoutes],
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [PublishedRoutes],
    };
  }
}
