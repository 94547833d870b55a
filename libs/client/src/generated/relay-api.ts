// Made by tools/generate/api-client.mjs from docs/api/openapi.json: change that, not this.

/** How a request is made: address, key and error handling. */
export type Send = <T>(
  method: string,
  path: string,
  parts?: {
    readonly query?: object;
    readonly body?: unknown;
    readonly idempotencyKey?: string;
  },
) => Promise<T>;

export type ActiveCalls = {
  readonly items: readonly Call[];
  /** When the PBX was last known to agree. */
  readonly asOf: string;
  /** True while the PBX is away. */
  readonly stale: boolean;
  /** The position in the log at which this is true. */
  readonly sequence: string;
  readonly epoch: string;
};

/** A call as it stands. Fields not known are null, never missing. */
export type Call = {
  /** Opaque, unique for ever, stable over restarts. */
  readonly callId: string;
  /** The same for calls that a transfer joined. */
  readonly conversationId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal' | null;
  readonly state: 'ringing' | 'connected' | 'held' | 'ended';
  readonly caller: Party;
  /** The party first dialled. */
  readonly callee: Party;
  readonly did: string | null;
  /** DN of the trunk, for calls from or to outside. */
  readonly trunk: string | null;
  /** DN of the queue that the call waits or waited in. */
  readonly queue: string | null;
  readonly participants: readonly Participant[];
  readonly startedAt: string;
  /** When a person first took the call. */
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** From start to answer, or to the end when nobody took it; null while that is open. */
  readonly ringSeconds: number | null;
  /** From answer to end; 0 when nobody took it, null before the end. */
  readonly talkSeconds: number | null;
  /** The person who took it first. */
  readonly answeredBy: Party | null;
  readonly outcome:
    'answered' | 'missed' | 'abandoned' | 'rejected' | 'failed' | 'voicemail' | null;
  readonly cause: string | null;
  /** Whether any of its events was pieced together afterwards. */
  readonly recovered: boolean;
  readonly pbx: PbxNames;
};

export type CallAction = {
  /** The participant that is acted on. */
  readonly dn: string;
};

export type CallEventData = {
  readonly call: Call;
  readonly participant: Participant | null;
  readonly cause: string | null;
  /** Whether this event was pieced together afterwards. */
  readonly recovered: boolean;
  /** When the event was written to the log. */
  readonly loggedAt: string;
};

export type CallMove = {
  /** The participant that is acted on. */
  readonly dn: string;
  /** A DN, or a number as a phone would dial it. */
  readonly to: string;
};

export type CallRecord = {
  readonly segments: readonly Segment[];
  readonly cost: number | null;
  readonly revision: number;
};

export type ConnectionEventData = {
  readonly component: 'database' | 'xapi' | 'callcontrol';
  readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
  readonly previous: 'connected' | 'connecting' | 'disconnected' | 'disabled';
  readonly reason: string | null;
  /** Whether this event was pieced together afterwards. */
  readonly recovered: boolean;
  /** When the event was written to the log. */
  readonly loggedAt: string;
};

export type CreateWebhook = {
  readonly url: string;
  /** Patterns; null for all. */
  readonly types?: readonly string[] | null;
  /** Calls of these alone; null for all. */
  readonly dns?: readonly string[] | null;
  readonly description?: string | null;
  readonly enabled?: boolean;
};

export type Delivery = {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly type:
    | 'call.started'
    | 'call.ringing'
    | 'call.answered'
    | 'call.participant.joined'
    | 'call.participant.left'
    | 'call.transferred'
    | 'call.held'
    | 'call.resumed'
    | 'call.updated'
    | 'call.ended'
    | 'call.record'
    | 'call.recording'
    | 'dtmf.received'
    | 'connection.changed'
    | 'group.unstaffed'
    | 'group.staffed'
    | 'log.gap';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly callId: string | null;
  readonly state: 'pending' | 'delivered' | 'failed' | 'aborted';
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  /** Oldest first. */
  readonly attempts: readonly {
    readonly at: string;
    /** null without an answer. */
    readonly status: number | null;
    readonly durationMs: number;
    /** The first 4 KiB of the answer. */
    readonly answer: string | null;
    readonly error: string | null;
  }[];
};

export type DeliveryList = {
  readonly items: readonly Delivery[];
  readonly nextCursor: string | null;
};

/** A CloudEvents 1.0 JSON event; its type tells the shape of its data. */
export type Event =
  | CallStartedEvent
  | CallRingingEvent
  | CallAnsweredEvent
  | CallParticipantJoinedEvent
  | CallParticipantLeftEvent
  | CallTransferredEvent
  | CallHeldEvent
  | CallResumedEvent
  | CallUpdatedEvent
  | CallEndedEvent
  | CallRecordEvent
  | CallRecordingEvent
  | DtmfReceivedEvent
  | ConnectionChangedEvent
  | GroupUnstaffedEvent
  | GroupStaffedEvent
  | LogGapEvent;

export type EventPage = {
  readonly recovered: boolean;
  /** The first sequence that can still be read. */
  readonly oldest: string;
  /** The newest sequence of the log. */
  readonly sequence: string;
  readonly epoch: string;
  readonly items: readonly Event[];
  /** Where the next page begins. */
  readonly nextSince: string;
};

export type GroupEventData = {
  readonly group: {
    readonly number: string;
    readonly name: string | null;
  };
  /** Whether this event was pieced together afterwards. */
  readonly recovered: boolean;
  /** When the event was written to the log. */
  readonly loggedAt: string;
};

export type Health = {
  readonly status: 'ok' | 'degraded';
  readonly timestamp: string;
  readonly version: string;
  readonly components: {
    readonly store: {
      readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
      readonly latencyMs: number | null;
      /** Since when it is in this state. */
      readonly since: string;
      /** Of callcontrol alone: DNs whose calls are seen through XAPI and records only; null while not known. */
      readonly dnsNotWatched?: number | null;
    };
    readonly database: {
      readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
      readonly latencyMs: number | null;
      /** Since when it is in this state. */
      readonly since: string;
      /** Of callcontrol alone: DNs whose calls are seen through XAPI and records only; null while not known. */
      readonly dnsNotWatched?: number | null;
    };
    readonly xapi: {
      readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
      readonly latencyMs: number | null;
      /** Since when it is in this state. */
      readonly since: string;
      /** Of callcontrol alone: DNs whose calls are seen through XAPI and records only; null while not known. */
      readonly dnsNotWatched?: number | null;
    };
    readonly callcontrol: {
      readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
      readonly latencyMs: number | null;
      /** Since when it is in this state. */
      readonly since: string;
      /** Of callcontrol alone: DNs whose calls are seen through XAPI and records only; null while not known. */
      readonly dnsNotWatched?: number | null;
    };
  };
};

export type HistoryItem = {
  /** Opaque, unique for ever, stable over restarts. */
  readonly callId: string;
  /** The same for calls that a transfer joined. */
  readonly conversationId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal' | null;
  readonly state: 'ringing' | 'connected' | 'held' | 'ended';
  readonly caller: Party;
  /** The party first dialled. */
  readonly callee: Party;
  readonly did: string | null;
  /** DN of the trunk, for calls from or to outside. */
  readonly trunk: string | null;
  /** DN of the queue that the call waits or waited in. */
  readonly queue: string | null;
  readonly participants: readonly Participant[];
  readonly startedAt: string;
  /** When a person first took the call. */
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** From start to answer, or to the end when nobody took it; null while that is open. */
  readonly ringSeconds: number | null;
  /** From answer to end; 0 when nobody took it, null before the end. */
  readonly talkSeconds: number | null;
  /** The person who took it first. */
  readonly answeredBy: Party | null;
  readonly outcome:
    'answered' | 'missed' | 'abandoned' | 'rejected' | 'failed' | 'voicemail' | null;
  readonly cause: string | null;
  /** Whether any of its events was pieced together afterwards. */
  readonly recovered: boolean;
  readonly pbx: PbxNames;
  readonly segments: readonly Segment[];
  readonly cost: number | null;
};

export type HistoryPage = {
  readonly items: readonly HistoryItem[];
  readonly nextCursor: string | null;
};

export type MakeCall = {
  /** The DN that calls. */
  readonly from: string;
  /** A DN, or a number as a phone would dial it. */
  readonly to: string;
  /** The device of the DN that is to call; its first one when absent. */
  readonly deviceId?: string;
};

/** Somebody who takes or took part in a call. */
export type Participant = {
  /** Unique within the call. */
  readonly participantId: string;
  /** The DN; null for an external party. */
  readonly dn: string | null;
  readonly dnType:
    | 'extension'
    | 'queue'
    | 'ringGroup'
    | 'ivr'
    | 'routePoint'
    | 'trunk'
    | 'voicemail'
    | 'parking'
    | 'conference'
    | 'fax'
    | 'script'
    | 'unknown';
  readonly name: string | null;
  /** As the PBX sent it. */
  readonly number: string | null;
  readonly state: 'dialing' | 'ringing' | 'connected' | 'left';
  readonly deviceId: string | null;
  /** Whether the device can be answered remotely; null while unknown. */
  readonly directControl: boolean | null;
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
};

/** One end of a call. Every field may be null. */
export type Party = {
  /** As the PBX sent it. */
  readonly number: string | null;
  readonly name: string | null;
  /** The DN; null for an external party. */
  readonly dn: string | null;
  readonly dnType:
    | 'extension'
    | 'queue'
    | 'ringGroup'
    | 'ivr'
    | 'routePoint'
    | 'trunk'
    | 'voicemail'
    | 'parking'
    | 'conference'
    | 'fax'
    | 'script'
    | 'unknown'
    | null;
};

/** The PBX's own names of the call, once known. */
export type PbxNames = {
  /** Call Control callid; counts anew on restart. */
  readonly callId: number | null;
  readonly callHistoryId: string | null;
  readonly mainCallHistoryId: string | null;
};

export type Replayed = {
  readonly queued: number;
  readonly recovered: boolean;
};

export type ReplayWebhook = {
  /** A sequence, with or without padding, or "now". */
  readonly since: string | number;
  readonly epoch?: string;
};

/** One section of a call: A tried to reach B. */
export type Segment = {
  readonly segmentId: string;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string;
  readonly source: Party;
  readonly destination: Party;
  /** How it came about, as the PBX names it. */
  readonly method: string | null;
  readonly forwardReason: string | null;
  readonly terminationReason: string | null;
  readonly terminationDetails: string | null;
};

export type Ticket = {
  /** For `?ticket=` or Socket.IO's `auth: { ticket }`. Works once. */
  readonly ticket: string;
  /** 30 seconds from now. */
  readonly expiresAt: string;
};

export type UpdateWebhook = {
  readonly url?: string;
  /** Patterns; null for all. */
  readonly types?: readonly string[] | null;
  /** Calls of these alone; null for all. */
  readonly dns?: readonly string[] | null;
  readonly description?: string | null;
  readonly enabled?: boolean;
};

export type Webhook = {
  readonly id: string;
  readonly url: string;
  /** Patterns; null for all. */
  readonly types: readonly string[] | null;
  /** Calls of these alone; null for all. */
  readonly dns: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  /** The key it belongs to; null: made in the dashboard. */
  readonly keyId: string | null;
  readonly createdAt: string;
  readonly breaker: 'closed' | 'open' | 'probing';
  readonly failingSince: string | null;
  /** Deliveries that wait. */
  readonly pending: number;
  readonly lastDeliveredAt: string | null;
};

export type WebhookList = {
  readonly items: readonly Webhook[];
  readonly nextCursor: string | null;
};

export type WebhookWithSecret = {
  readonly id: string;
  readonly url: string;
  /** Patterns; null for all. */
  readonly types: readonly string[] | null;
  /** Calls of these alone; null for all. */
  readonly dns: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  /** The key it belongs to; null: made in the dashboard. */
  readonly keyId: string | null;
  readonly createdAt: string;
  readonly breaker: 'closed' | 'open' | 'probing';
  readonly failingSince: string | null;
  /** Deliveries that wait. */
  readonly pending: number;
  readonly lastDeliveredAt: string | null;
  /** whsec_…; it is shown this once. */
  readonly secret: string;
  readonly previousValidUntil: string | null;
};

export type CallStartedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.started';
  readonly data: CallEventData;
};

export type CallRingingEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.ringing';
  readonly data: CallEventData;
};

export type CallAnsweredEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.answered';
  readonly data: CallEventData;
};

export type CallParticipantJoinedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.participant.joined';
  readonly data: CallEventData;
};

export type CallParticipantLeftEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.participant.left';
  readonly data: CallEventData;
};

export type CallTransferredEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.transferred';
  readonly data: CallEventData;
};

export type CallHeldEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.held';
  readonly data: CallEventData;
};

export type CallResumedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.resumed';
  readonly data: CallEventData;
};

export type CallUpdatedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.updated';
  readonly data: CallEventData;
};

export type CallEndedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.ended';
  readonly data: CallEventData;
};

export type CallRecordEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.record';
  readonly data: {
    readonly call: Call;
    readonly participant: Participant | null;
    readonly cause: string | null;
    /** Whether this event was pieced together afterwards. */
    readonly recovered: boolean;
    /** When the event was written to the log. */
    readonly loggedAt: string;
    readonly record: CallRecord;
    /** Fields of the call that the record changed. */
    readonly corrected: readonly string[];
  };
};

export type CallRecordingEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'call.recording';
  readonly data: {
    readonly call: Call;
    readonly participant: Participant | null;
    readonly cause: string | null;
    /** Whether this event was pieced together afterwards. */
    readonly recovered: boolean;
    /** When the event was written to the log. */
    readonly loggedAt: string;
    readonly recording: {
      readonly recordingId: string;
      readonly url: string | null;
      readonly transcription: string | null;
      readonly summary: string | null;
    };
  };
};

export type DtmfReceivedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'dtmf.received';
  readonly data: {
    readonly call: Call;
    readonly participant: Participant | null;
    readonly cause: string | null;
    /** Whether this event was pieced together afterwards. */
    readonly recovered: boolean;
    /** When the event was written to the log. */
    readonly loggedAt: string;
    readonly digits: string;
  };
};

export type ConnectionChangedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'connection.changed';
  readonly data: ConnectionEventData;
};

export type GroupUnstaffedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'group.unstaffed';
  readonly data: GroupEventData;
};

export type GroupStaffedEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'group.staffed';
  readonly data: GroupEventData;
};

export type LogGapEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Decimal number of the event, padded so that it sorts as text. */
  readonly sequence: string;
  readonly epoch: string;
  readonly type: 'log.gap';
  readonly data: {
    /** The first event that is missing. */
    readonly from: string;
    /** The first event that can still be read. */
    readonly oldest: string;
  };
};

/** RFC 9457 problem details. */
export type Problem = {
  /** Names the kind of problem. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What exactly is wrong. */
  readonly detail: string;
  /** Stable; for programs. */
  readonly code:
    | 'INVALID_REQUEST'
    | 'INVALID_JSON'
    | 'UNAUTHENTICATED'
    | 'INVALID_KEY'
    | 'KEY_EXPIRED'
    | 'KEY_REVOKED'
    | 'INVALID_TICKET'
    | 'INVALID_CREDENTIALS'
    | 'NETWORK_NOT_ALLOWED'
    | 'INSUFFICIENT_SCOPE'
    | 'INSUFFICIENT_ROLE'
    | 'DN_NOT_ALLOWED'
    | 'CSRF_FAILED'
    | 'PASSWORD_CHANGE_REQUIRED'
    | 'NOT_FOUND'
    | 'METHOD_NOT_ALLOWED'
    | 'CONFLICT'
    | 'EXTENSION_IN_USE'
    | 'PBX_REFUSED'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'TOO_MANY_REQUESTS'
    | 'TOO_MANY_CONNECTIONS'
    | 'INTERNAL_ERROR'
    | 'PBX_UNAVAILABLE'
    | 'STORE_UNAVAILABLE'
    | 'PBX_TIMEOUT';
  /** The X-Request-Id of the answer. */
  readonly requestId: string;
  /** Every fault of the input. */
  readonly errors?: readonly {
    readonly field: string;
    readonly message: string;
  }[];
};

export interface ListActiveCallsQuery {
  readonly dn?: string | undefined;
}

export interface ListCallHistoryQuery {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly direction?: 'inbound' | 'outbound' | 'internal' | undefined;
  readonly extension?: string | undefined;
  readonly number?: string | undefined;
  readonly answered?: 'true' | 'false' | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface ListEventsQuery {
  readonly since?: string | number | undefined;
  readonly epoch?: string | undefined;
  readonly types?: string | undefined;
  readonly dn?: string | undefined;
  readonly limit?: number | undefined;
  readonly ticket?: string | undefined;
}

export interface ListDeliveriesQuery {
  readonly state?: 'pending' | 'delivered' | 'failed' | 'aborted' | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?:
    'createdAt' | '-createdAt' | 'sequence' | '-sequence' | 'state' | '-state' | undefined;
}

export interface ListWebhooksQuery {
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?:
    | 'url'
    | '-url'
    | 'enabled'
    | '-enabled'
    | 'createdAt'
    | '-createdAt'
    | 'pending'
    | '-pending'
    | 'lastDeliveredAt'
    | '-lastDeliveredAt'
    | undefined;
}

/** Every operation of the relay for a key. Each rejects with a `RelayProblem`. */
export class RelayApi {
  constructor(private readonly send: Send) {}

  /** The calls of now. */
  listActiveCalls(query: ListActiveCallsQuery = {}): Promise<ActiveCalls> {
    return this.send('GET', `/relay/active-calls`, { query });
  }

  /** One call of now. */
  getActiveCall(callId: string): Promise<Call> {
    return this.send('GET', `/relay/active-calls/${encodeURIComponent(callId)}`);
  }

  /** Makes a call. */
  makeCall(body: MakeCall, idempotencyKey?: string): Promise<Call> {
    return this.send('POST', `/relay/calls`, {
      body,
      ...(idempotencyKey ? { idempotencyKey } : {}),
    });
  }

  /** Ends a participant. */
  dropCall(callId: string, body: CallAction, idempotencyKey?: string): Promise<Call> {
    return this.send('POST', `/relay/calls/${encodeURIComponent(callId)}/drop`, {
      body,
      ...(idempotencyKey ? { idempotencyKey } : {}),
    });
  }

  /** Answers at a DN. */
  answerCall(callId: string, body: CallAction, idempotencyKey?: string): Promise<Call> {
    return this.send('POST', `/relay/calls/${encodeURIComponent(callId)}/answer`, {
      body,
      ...(idempotencyKey ? { idempotencyKey } : {}),
    });
  }

  /** Sends it on. */
  divertCall(callId: string, body: CallMove, idempotencyKey?: string): Promise<Call> {
    return this.send('POST', `/relay/calls/${encodeURIComponent(callId)}/divert`, {
      body,
      ...(idempotencyKey ? { idempotencyKey } : {}),
    });
  }

  /** Transfers it. */
  transferCall(callId: string, body: CallMove, idempotencyKey?: string): Promise<Call> {
    return this.send('POST', `/relay/calls/${encodeURIComponent(callId)}/transfer`, {
      body,
      ...(idempotencyKey ? { idempotencyKey } : {}),
    });
  }

  /** For links: as a file. */
  readonly listCallHistoryAddress = '/relay/call-history';

  /** Finished calls, newest first. */
  listCallHistory(query: ListCallHistoryQuery = {}): Promise<HistoryPage> {
    return this.send('GET', `/relay/call-history`, { query });
  }

  /** This description. */
  getOpenApi(): Promise<Readonly<Record<string, unknown>>> {
    return this.send('GET', `/relay/openapi.json`);
  }

  /** The streams described, as AsyncAPI 3. */
  getAsyncApi(): Promise<Readonly<Record<string, unknown>>> {
    return this.send('GET', `/relay/asyncapi.json`);
  }

  /** Events after a position, oldest first. */
  listEvents(query: ListEventsQuery = {}): Promise<EventPage> {
    return this.send('GET', `/relay/events`, { query });
  }

  /** How the relay and its connections are. */
  getHealth(): Promise<Health> {
    return this.send('GET', `/relay/health`);
  }

  /** Figures for Prometheus. */
  getMetrics(): Promise<string> {
    return this.send('GET', `/relay/metrics`);
  }

  /** A ticket for a client that cannot send headers. */
  createTicket(): Promise<Ticket> {
    return this.send('POST', `/relay/tickets`);
  }

  /** Deliveries with every attempt, newest first. */
  listDeliveries(id: string, query: ListDeliveriesQuery = {}): Promise<DeliveryList> {
    return this.send('GET', `/relay/webhooks/${encodeURIComponent(id)}/deliveries`, { query });
  }

  /** Sends one event again. */
  redeliver(id: string, deliveryId: string): Promise<Delivery> {
    return this.send(
      'POST',
      `/relay/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`,
    );
  }

  /** Sends all events after a position again. */
  replayWebhook(id: string, body: ReplayWebhook): Promise<Replayed> {
    return this.send('POST', `/relay/webhooks/${encodeURIComponent(id)}/replay`, { body });
  }

  /** Sends a test event at once and tells what came of it. */
  testWebhook(id: string): Promise<Delivery> {
    return this.send('POST', `/relay/webhooks/${encodeURIComponent(id)}/test`);
  }

  /** The webhooks of this key, newest first. */
  listWebhooks(query: ListWebhooksQuery = {}): Promise<WebhookList> {
    return this.send('GET', `/relay/webhooks`, { query });
  }

  /** Makes a webhook. */
  createWebhook(body: CreateWebhook): Promise<WebhookWithSecret> {
    return this.send('POST', `/relay/webhooks`, { body });
  }

  /** One webhook. */
  getWebhook(id: string): Promise<Webhook> {
    return this.send('GET', `/relay/webhooks/${encodeURIComponent(id)}`);
  }

  /** Changes a webhook. */
  updateWebhook(id: string, body: UpdateWebhook): Promise<Webhook> {
    return this.send('PATCH', `/relay/webhooks/${encodeURIComponent(id)}`, { body });
  }

  /** Deletes a webhook with its deliveries. */
  deleteWebhook(id: string): Promise<void> {
    return this.send('DELETE', `/relay/webhooks/${encodeURIComponent(id)}`);
  }

  /** Makes a new secret; both sign for 24 hours. */
  rotateWebhookSecret(id: string): Promise<WebhookWithSecret> {
    return this.send('POST', `/relay/webhooks/${encodeURIComponent(id)}/rotate-secret`);
  }
}
