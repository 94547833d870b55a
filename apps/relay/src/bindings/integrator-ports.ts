import { legsOf, callOfPbxCallId, toDto } from '@3cx-relay/call-model';
import {
  type CallDto,
  type CallId,
  type WatchedHealthDto,
  HEALTH_COMPONENTS,
  type HealthComponent,
  type HistoryItemDto,
  type HistoryPageDto,
  type MakeCallRequest,
  RelayError,
} from '@3cx-relay/contracts';
import { WriterLease } from '@3cx-relay/event-log';
import { ActiveCallsView, CallHistory, LiveCalls } from '@3cx-relay/live-calls';
import { ConnectionMonitor, Metrics } from '@3cx-relay/monitoring';
import { CallControlClient } from '@3cx-relay/pbx-callcontrol';
import {
  type ActiveCallsSnapshot,
  ActiveCallsSource,
  type CallCommand,
  CallCommands,
  CallHistorySource,
  HealthSource,
  type HistorySearch,
  MetricsSource,
} from '@3cx-relay/rest';
import { Injectable } from '@nestjs/common';
import { PbxFactsReader } from './pbx-facts';

@Injectable()
export class MonitoredHealth extends HealthSource {
  constructor(
    private readonly monitor: ConnectionMonitor,
    private readonly pbx: PbxFactsReader,
  ) {
    super();
  }

  components(): Record<HealthComponent, WatchedHealthDto> {
    const dnsNotWatched = this.pbx.facts.dnsNotWatched?.length ?? null;
    return Object.fromEntries(
      HEALTH_COMPONENTS.map((name) => {
        const { state, latencyMs, since } = this.monitor.of(name);
        const health = { state, latencyMs, since };
        return [name, name === 'callcontrol' ? { ...health, dnsNotWatched } : health];
      }),
    ) as Record<HealthComponent, WatchedHealthDto>;
  }
}

@Injectable()
export class LiveActiveCalls extends ActiveCallsSource {
  constructor(private readonly view: ActiveCallsView) {
    super();
  }

  snapshot(...visible: Parameters<ActiveCallsSource['snapshot']>): ActiveCallsSnapshot {
    return this.view.snapshot(...visible);
  }

  one(...which: Parameters<ActiveCallsSource['one']>): CallDto | undefined {
    return this.view.one(...which);
  }
}

/** The PBX's history; what a restricted key may not see is not even read for it. */
@Injectable()
export class PbxHistory extends CallHistorySource {
  constructor(private readonly history: CallHistory) {
    super();
  }

  page(search: HistorySearch, limit: number, cursor?: string): Promise<HistoryPageDto> {
    return this.history.page({ ...search, limit, ...(cursor === undefined ? {} : { cursor }) });
  }

  stream(search: HistorySearch): AsyncIterable<HistoryItemDto> {
    return this.history.stream(search);
  }
}

/** Commands to the PBX: only the relay that is connected to it can give them. */
@Injectable()
export class PbxCallCommands extends CallCommands {
  constructor(
    private readonly calls: LiveCalls,
    private readonly callControl: CallControlClient,
    private readonly lease: WriterLease,
  ) {
    super();
  }

  async make({ from, to, deviceId }: MakeCallRequest): Promise<CallDto> {
    this.requireWriter();
    const participant = await this.callControl.makeCall(from, {
      destination: to,
      ...(deviceId === undefined ? {} : { deviceId }),
    });
    if (!participant) {
      throw new RelayError('PBX_UNAVAILABLE', {
        detail: 'The PBX has begun the call but did not say which; see the active calls.',
      });
    }
    await this.calls.apply({ kind: 'placed', participant, destination: to });
    const call = callOfPbxCallId(this.calls.current, participant.callId);
    if (!call) throw new RelayError('NOT_FOUND', { detail: 'The call is over already.' });
    return toDto(call);
  }

  async act(callId: CallId, command: CallCommand): Promise<CallDto> {
    this.requireWriter();
    const call = this.calls.current.open.get(callId);
    const [leg] = legsOf(this.calls.current, callId, command.dn);
    if (!call) throw new RelayError('NOT_FOUND', { detail: 'There is no such call now.' });
    if (!leg) {
      throw new RelayError('NOT_FOUND', {
        detail: `${command.dn} does not take part in the call.`,
      });
    }
    const { dn, participantId } = leg;
    switch (command.action) {
      case 'drop':
        await this.callControl.drop(dn, participantId);
        break;
      case 'answer':
        await this.callControl.answer(dn, participantId);
        break;
      case 'divert':
        await this.callControl.divert(dn, participantId, command.to);
        break;
      case 'transfer':
        await this.callControl.transferTo(dn, participantId, command.to);
        break;
    }
    return toDto(this.calls.current.open.get(callId) ?? call);
  }

  private requireWriter(): void {
    if (this.lease.isHeld) return;
    throw new RelayError('PBX_UNAVAILABLE', {
      detail: 'This relay is standing by; another one is connected to the PBX.',
      retryAfterSeconds: 2,
    });
  }
}

@Injectable()
export class ProcessMetrics extends MetricsSource {
  constructor(private readonly metrics: Metrics) {
    super();
  }

  text(): Promise<string> {
    return this.metrics.text();
  }
}
