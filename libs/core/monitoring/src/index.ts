export { ConnectionHistory } from './lib/connection-history';
export {
  ConnectionMonitor,
  type ConnectionNews,
  type LatencySample,
  type StateChange,
} from './lib/connection-monitor';
export { Metrics } from './lib/metrics';
export { MonitoringModule } from './lib/monitoring.module';
export { StoreProbe } from './lib/store-probe.worker';
