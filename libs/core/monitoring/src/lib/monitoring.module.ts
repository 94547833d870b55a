import { Global, Module } from '@nestjs/common';
import { ConnectionHistory } from './connection-history';
import { ConnectionMonitor } from './connection-monitor';
import { Metrics } from './metrics';
import { StoreProbe } from './store-probe.worker';

const PROVIDERS = [ConnectionMonitor, ConnectionHistory, StoreProbe, Metrics];

@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class MonitoringModule {}
