export type { ActiveCall } from './lib/active-call';
export { ActiveCallsListener } from './lib/active-calls-listener.port';
export { XapiOptions } from './lib/xapi.options';
