import type { AnyRelayEvent, CallDto, CallId, EventType } from '@3cx-relay/contracts';

const NOBODY = { number: null, name: null, dn: null, dnType: null };

/** An inbound call that rings at 101, for specs. */
export function aCall(more: Partial<CallDto> = {}): CallDto {
  return {
    callId: 'call-1' as CallId,
    conversationId: 'conversation-1',
    direction: 'inbound',
    state: 'ringing',
    caller: { ...NOBODY, number: '+44 20 7946 0000', name: 'Ada' },
    callee: { number: '101', name: 'Alice', dn: '101', dnType: 'extension' },
    did: '+442071234560',
    trunk: '10001',
    queue: null,
    participants: [],
    startedAt: '2026-01-01T10:05:00.000Z',
    answeredAt: null,
    endedAt: null,
    ringSeconds: null,
    talkSeconds: null,
    answeredBy: null,
    outcome: null,
    cause: null,
    recovered: false,
    pbx: { callId: 1, callHistoryId: null, mainCallHistoryId: null },
    ...more,
  };
}

/** An event as the log tells it, for specs. */
export function anEvent(
  type: EventType,
  call: CallDto = aCall(),
  more: { readonly loggedAt?: string; readonly sequence?: number } = {},
): AnyRelayEvent {
  const common = { recovered: false, loggedAt: more.loggedAt ?? '2026-01-01T10:05:00.000Z' };
  const aboutConnection = type === 'connection.changed';
  const data = aboutConnection
    ? { component: 'xapi', state: 'connected', previous: 'connecting', reason: null, ...common }
    : {
        call,
        participant: null,
        cause: null,
        ...common,
        ...(type === 'call.record'
          ? { record: { segments: [], cost: null, revision: 1 }, corrected: ['outcome'] }
          : {}),
      };
  return {
    specversion: '1.0',
    id: `event-${more.sequence ?? 1}`,
    source: '//pbx.example.com',
    type,
    subject: aboutConnection ? 'connections/xapi' : `calls/${call.callId}`,
    time: common.loggedAt,
    datacontenttype: 'application/json',
    sequence: String(more.sequence ?? 1).padStart(16, '0'),
    epoch: 'epoch-1',
    data,
  } as AnyRelayEvent;
}
