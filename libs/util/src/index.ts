export { aborted } from './lib/aborted';
export { type BackoffPolicy, backoffDelayMs } from './lib/backoff';
export { BoundedQueue, type Offer } from './lib/bounded-queue';
export { Clock, SystemClock } from './lib/clock';
export { errorCode, errorMessage } from './lib/error-facts';
export { Lru } from './lib/lru';
export { ManualClock } from './lib/manual-clock';
export { Random, SeededRandom, SystemRandom } from './lib/random';
export type { Worker } from './lib/worker';
