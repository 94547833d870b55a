import { PbxRawSink } from '@3cx-relay/pbx-connection';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { CallControlListener } from './call-control-listener.port';
import { CallControlReads } from './call-control-reads';
import { CallControlSession } from './call-control-session';
import { CallControlOptions } from './call-control.options';

/** Makes the session of each connection. */
@Injectable()
export class CallControlSessions {
  constructor(
    private readonly reads: CallControlReads,
    private readonly listener: CallControlListener,
    private readonly rawSink: PbxRawSink,
    readonly options: CallControlOptions,
    private readonly clock: Clock,
  ) {}

  begin(signal: AbortSignal): CallControlSession {
    const { reads, listener, rawSink, options, clock } = this;
    return new CallControlSession({ reads, listener, rawSink, options, clock }, signal);
  }
}
