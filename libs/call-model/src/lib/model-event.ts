import type { CallDto, CallRecordDto, EventType, ParticipantDto } from '@3cx-relay/contracts';
import type { ObservedRecording } from './observation';

interface EventFacts {
  /** The call as it stands after the event. */
  readonly call: CallDto;
  readonly participant: ParticipantDto | null;
  readonly cause: string | null;
  /** When it happened, as well as we know: ISO 8601, UTC. Never before the call's last event. */
  readonly time: string;
  readonly recovered: boolean;
  /** DNs that have taken part so far, caller, callee and queue too: for filters. */
  readonly dns: readonly string[];
}

/** Events of a call that carry nothing but the common facts. */
export type PlainCallEventType =
  Extract<EventType, `call.${string}`> extends infer T
    ? Exclude<T, 'call.record' | 'call.recording'>
    : never;

/** What the model found out, without id, sequence and time of writing, which the log gives. */
export type ModelEvent =
  | (EventFacts & { readonly type: PlainCallEventType })
  | (EventFacts & {
      readonly type: 'call.record';
      readonly record: CallRecordDto;
      /** Fields of the call that the record changed. */
      readonly corrected: readonly string[];
    })
  | (EventFacts & { readonly type: 'call.recording'; readonly recording: ObservedRecording })
  | (EventFacts & { readonly type: 'dtmf.received'; readonly digits: string });
