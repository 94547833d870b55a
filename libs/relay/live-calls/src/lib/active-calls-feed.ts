import { type ActiveCall, ActiveCallsListener } from '@3cx-relay/pbx-xapi';
import { Injectable } from '@nestjs/common';
import { LiveCalls } from './live-calls.service';

/** What XAPI's list of calls tells, as observations of the model. */
@Injectable()
export class ActiveCallsFeed extends ActiveCallsListener {
  constructor(private readonly calls: LiveCalls) {
    super();
  }

  override activeCalls(calls: readonly ActiveCall[], askedAt: string): void {
    this.tell({ kind: 'active-calls', calls, askedAt });
  }

  override available(connected: boolean): void {
    this.tell({ kind: 'connection', component: 'xapi', connected });
  }

  private tell(observation: Parameters<LiveCalls['apply']>[0]): void {
    // A write that fails is told by `LiveCalls.failed`, to the writer, once.
    void this.calls.apply(observation).catch(() => undefined);
  }
}
