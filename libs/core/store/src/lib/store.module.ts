import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StoreHealth } from './store-health';
import { StoreOptions } from './store.options';

/** The relay's own PostgreSQL, connected and migrated by the app before Nest starts. */
@Module({})
export class StoreModule {
  static forRoot(options: StoreOptions, db: DataSource): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [
        { provide: StoreOptions, useValue: options },
        { provide: DataSource, useValue: db },
        StoreHealth,
      ],
      exports: [StoreOptions, DataSource, StoreHealth],
    };
  }
}
