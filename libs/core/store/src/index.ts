export { connectStore, StoreError } from './lib/connect';
export { containing } from './lib/containing';
export { decodeCursor, encodeCursor, refusedCursor } from './lib/cursor';
export { migrationsOf } from './lib/migrations';
export { type PagedRow, type Sort, SortedList, type SortedPage } from './lib/sorted-list';
export { storableJson } from './lib/storable-json';
export { StoreHealth } from './lib/store-health';
export { StoreModule } from './lib/store.module';
export { StoreOptions } from './lib/store.options';
