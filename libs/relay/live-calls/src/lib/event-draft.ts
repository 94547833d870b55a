import type { ModelEvent } from '@3cx-relay/call-model';
import type { Dn } from '@3cx-relay/contracts';
import type { EventDraft } from '@3cx-relay/event-log';

/** The event as the log takes it; id, sequence and the time of writing are the log's. */
export function toDraft(event: ModelEvent): EventDraft {
  return {
    type: event.type,
    subject: `calls/${event.call.callId}`,
    time: event.time,
    callId: event.call.callId,
    dns: event.dns as readonly Dn[],
    data: {
      call: event.call,
      participant: event.participant,
      cause: event.cause,
      recovered: event.recovered,
      ...ownFacts(event),
    },
  };
}

/** What only some types of event carry. */
function ownFacts(event: ModelEvent): Record<string, unknown> {
  switch (event.type) {
    case 'call.record':
      return { record: event.record, corrected: event.corrected };
    case 'call.recording':
      return { recording: event.recording };
    case 'dtmf.received':
      return { digits: event.digits };
    default:
      return {};
  }
}
