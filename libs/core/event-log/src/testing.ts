export { holdLease } from './testing/hold-lease';
export { MemoryLog } from './testing/memory-log';
