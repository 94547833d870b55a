// Made by tools/generate/api-client.mjs from docs/api/admin-openapi.json: change that, not this.

/** How a request is made: the page's own cookie, CSRF token and error handling. */
export type Send = <T>(
  method: string,
  path: string,
  parts?: {
    readonly query?: object;
    readonly body?: unknown;
  },
) => Promise<T>;

export type Acknowledge = {
  readonly note?: string;
};

export type Acknowledged = {
  readonly acknowledged: number;
};

export type AcknowledgeMany = {
  readonly ids?: readonly string[];
  readonly note?: string;
};

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

export type AdminSession = {
  readonly id: string;
  readonly username: string;
  /** Whether it is the session of this request. */
  readonly current: boolean;
  readonly createdAt: string;
  /** To the minute. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly address: string;
  readonly userAgent: string | null;
};

export type AdminSessionList = {
  readonly items: readonly AdminSession[];
  readonly nextCursor: string | null;
};

export type AdminUser = {
  readonly id: string;
  readonly username: string;
  readonly role: 'admin' | 'viewer';
  readonly enabled: boolean;
  readonly mustChangePassword: boolean;
  readonly totpEnabled: boolean;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
  /** Sessions that are open now. */
  readonly sessions: number;
};

export type AdminUserList = {
  readonly items: readonly AdminUser[];
  readonly nextCursor: string | null;
};

export type ApiKey = {
  /** The ID part of cxr_ID_SECRETCHECK. */
  readonly id: string;
  readonly clientName: string;
  readonly scopes: readonly (
    | 'read'
    | 'events:read'
    | 'calls:read'
    | 'history:read'
    | 'calls:control'
    | 'webhooks:manage'
    | 'metrics:read'
    | 'calllog:manage'
  )[];
  readonly dns: readonly string[] | null;
  readonly networks: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly rateLimitPerMinute: number;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  /** Until when the secret before the last rotation works too. */
  readonly previousValidUntil: string | null;
  /** Connections that are open now. */
  readonly connections: number;
};

export type ApiKeyList = {
  readonly items: readonly ApiKey[];
  readonly nextCursor: string | null;
};

export type ApiKeyUsage = {
  /** Oldest day first. */
  readonly items: readonly {
    /** UTC. */
    readonly day: string;
    /** Such as GET /relay/events, or a socket. */
    readonly route: string;
    readonly requests: number;
    /** Answers 400 and above. */
    readonly errors: number;
  }[];
  readonly nextCursor: null;
};

export type ApiKeyWithSecret = {
  /** The ID part of cxr_ID_SECRETCHECK. */
  readonly id: string;
  readonly clientName: string;
  readonly scopes: readonly (
    | 'read'
    | 'events:read'
    | 'calls:read'
    | 'history:read'
    | 'calls:control'
    | 'webhooks:manage'
    | 'metrics:read'
    | 'calllog:manage'
  )[];
  readonly dns: readonly string[] | null;
  readonly networks: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly rateLimitPerMinute: number;
  readonly state: 'active' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  /** Until when the secret before the last rotation works too. */
  readonly previousValidUntil: string | null;
  /** Connections that are open now. */
  readonly connections: number;
  /** The whole key. It is shown this once. */
  readonly key: string;
};

export type AuditEntry = {
  readonly id: string;
  readonly at: string;
  /** User name, "system", the name that was tried, or "api-keys/ID" for a program. */
  readonly actor: string;
  /** Such as session.started, api-key.created, connection.reconnect. */
  readonly action: string;
  /** What it was done to. */
  readonly subject: string | null;
  /** Where it came from. */
  readonly address: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type AuditList = {
  readonly items: readonly AuditEntry[];
  readonly nextCursor: string | null;
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

export type CallsByOutcome = {
  readonly answered: number;
  readonly missed: number;
  readonly abandoned: number;
  readonly rejected: number;
  readonly failed: number;
  readonly voicemail: number;
  readonly unknown: number;
};

export type CallSummary = {
  readonly callId: string;
  readonly conversationId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal' | null;
  readonly caller: Party;
  readonly callee: Party;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome:
    'answered' | 'missed' | 'abandoned' | 'rejected' | 'failed' | 'voicemail' | null;
};

export type ChangePassword = {
  readonly currentPassword: string;
  readonly newPassword: string;
};

export type Connection = {
  readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
  readonly latencyMs: number | null;
  /** Since when it is in this state. */
  readonly since: string;
  readonly component: 'store' | 'database' | 'xapi' | 'callcontrol';
  readonly lastError: ConnectionError | null;
  /** Since the relay started. */
  readonly reconnects: number;
  readonly reconnectable: boolean;
  /** Samples of the last hour, oldest first. */
  readonly latency: readonly {
    readonly at: string;
    readonly latencyMs: number;
  }[];
  readonly history: {
    readonly '24h': Uptime;
    readonly '30d': Uptime;
  };
};

export type ConnectionError = {
  readonly at: string;
  readonly message: string;
  readonly remedy: string | null;
};

export type ConnectionList = {
  readonly items: readonly Connection[];
  readonly nextCursor: null;
  readonly facts: PbxFacts;
};

export type Consumer = {
  readonly id: string;
  readonly transport: 'socketio' | 'websocket' | 'sse' | 'webhook';
  readonly clientName: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly connectedAt: string;
  /** Patterns; null for all. */
  readonly types: readonly string[] | null;
  readonly dns: readonly string[] | null;
  /** Catching up: it is served from the log. */
  readonly mode: 'live' | 'catching-up';
  /** The last event it was sent or passed over. */
  readonly sequence: string | null;
  /** Events between it and the end of the log. */
  readonly behind: number;
  readonly bufferedBytes: number;
};

export type ConsumerList = {
  readonly items: readonly Consumer[];
  readonly nextCursor: null;
};

export type CreateAdminUser = {
  /** Unique whatever its case. */
  readonly username: string;
  readonly password: string;
  readonly role: 'admin' | 'viewer';
  /** Default false. */
  readonly mustChangePassword?: boolean;
};

export type CreateApiKey = {
  readonly clientName: string;
  readonly scopes: readonly (
    | 'read'
    | 'events:read'
    | 'calls:read'
    | 'history:read'
    | 'calls:control'
    | 'webhooks:manage'
    | 'metrics:read'
    | 'calllog:manage'
  )[];
  /** The DNs whose calls alone it may see and control; null for all. */
  readonly dns?: readonly string[] | null;
  /** Where it may be used from; null for everywhere. */
  readonly networks?: readonly string[] | null;
  readonly expiresAt?: string | null;
  /** 0 is no limit. */
  readonly rateLimitPerMinute?: number;
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
  readonly attempts: readonly DeliveryAttempt[];
};

export type DeliveryAttempt = {
  readonly at: string;
  /** null without an answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The first 4 KiB of the answer. */
  readonly answer: string | null;
  readonly error: string | null;
};

export type DeliveryList = {
  readonly items: readonly Delivery[];
  readonly nextCursor: string | null;
};

export type EndedSessions = {
  readonly ended: number;
};

export type ErrorCounts = {
  readonly unacknowledged: number;
  readonly bySeverity: {
    readonly debug: number;
    readonly info: number;
    readonly warning: number;
    readonly error: number;
    readonly critical: number;
  };
  /** All that ever reported, for the filter. */
  readonly components: readonly string[];
};

export type ErrorItem = {
  readonly id: string;
  readonly severity: 'debug' | 'info' | 'warning' | 'error' | 'critical';
  readonly component: string;
  readonly code: string;
  readonly message: string;
  /** The cause, as far as it is known. */
  readonly detail: string | null;
  /** What to do about it. */
  readonly remedy: string | null;
  /** What could not be understood, at most 4 KiB. */
  readonly raw: string | null;
  /** How often the same error was seen. */
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly acknowledged: boolean;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
};

export type ErrorList = {
  readonly items: readonly ErrorItem[];
  readonly nextCursor: string | null;
};

export type Features = {
  /** The parts that are switched on. */
  readonly features: readonly ('webhooks' | 'call-logging' | 'call-groups' | 'softphone')[];
  readonly version: string;
  /** Whether the relay runs on the simulator. */
  readonly demo: boolean;
  /** Host of the PBX. */
  readonly pbx: string | null;
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

export type Journey = {
  /** As it stood last; its participants are the legs. */
  readonly call: Call;
  /** Other calls of the same conversation. */
  readonly related: readonly CallSummary[];
  /** Oldest first. */
  readonly entries: readonly JourneyEntry[];
};

export type JourneyEntry =
  | {
      readonly kind: 'event';
      readonly at: string;
      /** Decimal number of the event, padded so that it sorts as text. */
      readonly sequence: string;
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
      readonly recovered: boolean;
      /** The event as consumers got it. */
      readonly event: {
        readonly specversion: '1.0';
        readonly id: string;
        readonly source: string;
        readonly subject: string;
        readonly time: string;
        readonly datacontenttype: 'application/json';
        /** Decimal number of the event, padded so that it sorts as text. */
        readonly sequence: string;
        readonly epoch: string;
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
        readonly data: Readonly<Record<string, unknown>>;
      };
    }
  | {
      readonly kind: 'segment';
      readonly at: string;
      readonly revision: number;
      /** One section of the PBX record. */
      readonly segment: Segment;
    }
  | {
      readonly kind: 'delivery';
      readonly at: string;
      readonly deliveryId: string;
      readonly webhookId: string;
      readonly url: string;
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
      readonly attempt: number;
      /** HTTP status; null without an answer. */
      readonly status: number | null;
      readonly error: string | null;
    }
  | {
      readonly kind: 'submission';
      readonly at: string;
      readonly recordId: string;
      readonly state: 'pending' | 'sent' | 'set_aside';
      readonly status: number | null;
      readonly error: string | null;
    };

export type JourneySearch = {
  readonly items: readonly CallSummary[];
  readonly nextCursor: string | null;
};

export type Login = {
  readonly username: string;
  readonly password: string;
  /** Six digits of the authenticator app, or a recovery code. */
  readonly totp?: string;
};

export type Me = {
  readonly user: SignedInUser | null;
  readonly csrfToken: string | null;
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

export type PbxFacts = {
  readonly host: string | null;
  readonly version: string | null;
  readonly tokenExpiresAt: string | null;
  readonly certificateExpiresAt: string | null;
  readonly licenceExpiresAt: string | null;
  readonly licenceName: string | null;
  /** The PBX's clock minus ours. */
  readonly clockSkewMs: number | null;
  /** Which call-record tables were found. */
  readonly databaseLayout: string | null;
  /** A catch-up with records of the past, as it goes on. */
  readonly catchUp: {
    readonly records: number;
    readonly reachedAt: string;
  } | null;
  readonly dnsWatched: number | null;
  /** DNs whose calls are seen through XAPI and records alone. */
  readonly dnsNotWatched: readonly string[] | null;
};

/** The PBX's own names of the call, once known. */
export type PbxNames = {
  /** Call Control callid; counts anew on restart. */
  readonly callId: number | null;
  readonly callHistoryId: string | null;
  readonly mainCallHistoryId: string | null;
};

export type Reconnect = {
  readonly state: 'connected' | 'connecting' | 'disconnected' | 'disabled';
  readonly latencyMs: number | null;
  /** Since when it is in this state. */
  readonly since: string;
  readonly component: 'store' | 'database' | 'xapi' | 'callcontrol';
  readonly lastError: ConnectionError | null;
  /** Since the relay started. */
  readonly reconnects: number;
};

export type RecoveryCodes = {
  readonly recoveryCodes: readonly string[];
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

export type RotateApiKey = {
  /** How long the old secret works too. Default 24. */
  readonly overlapHours?: number;
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

export type SignedInUser = {
  readonly username: string;
  readonly role: 'admin' | 'viewer';
  /** Until then every other route answers 403. */
  readonly mustChangePassword: boolean;
};

export type SignIn = {
  readonly user: SignedInUser;
  /** Send as X-CSRF-Token with every request that changes something by cookie. */
  readonly csrfToken: string;
};

export type Stats = {
  readonly asOf: string;
  readonly version: string;
  readonly startedAt: string;
  readonly uptimeSeconds: number;
  readonly clients: {
    readonly byKind: {
      readonly socketio: number;
      readonly websocket: number;
      readonly sse: number;
      readonly dashboard: number;
    };
    /** Consumers of events; dashboards are not counted in. */
    readonly total: number;
  };
  readonly requests: {
    /** API requests of the last full 60 seconds. */
    readonly lastMinute: number;
    readonly today: number;
    /** Share of answers 500 and above in the last 5 minutes; null without requests. */
    readonly errorRate: number | null;
  };
  readonly eventsPerMinute: number;
  readonly calls: {
    /** Calls that go on now. */
    readonly active: number;
    readonly today: {
      /** Calls that ended today. */
      readonly total: number;
      readonly byOutcome: CallsByOutcome;
    };
  };
  readonly errors: {
    readonly unacknowledged: number;
  };
  readonly series: {
    readonly range: '1h' | '24h' | '7d' | '30d';
    readonly bucketSeconds: number;
    /** Oldest first; the last one is still filling. */
    readonly points: readonly StatsPoint[];
  };
};

/** One bucket of a chart. Buckets in which nothing happened are there, with zeros. */
export type StatsPoint = {
  /** Where the bucket begins. */
  readonly at: string;
  /** Calls that ended in it. */
  readonly calls: CallsByOutcome;
  readonly requests: number;
  /** Answers 400 and above. */
  readonly requestErrors: number;
  /** Answers 500 and above, counted in requestErrors too. */
  readonly serverErrors: number;
  readonly events: number;
  /** Mean; null where nothing was measured. */
  readonly latencyMs: {
    readonly store: number | null;
    readonly database: number | null;
    readonly xapi: number | null;
    readonly callcontrol: number | null;
  };
};

export type TotpChange = {
  readonly currentPassword: string;
  /** Six digits of the authenticator app, or a recovery code. */
  readonly code: string;
};

export type TotpConfirm = {
  /** Six digits of the authenticator app, or a recovery code. */
  readonly code: string;
};

export type TotpSetup = {
  /** Base32, for typing by hand. */
  readonly secret: string;
  /** otpauth://totp/…, for a QR code. */
  readonly otpauthUrl: string;
};

export type TotpSetupRequest = {
  readonly currentPassword: string;
};

export type TotpStatus = {
  readonly enabled: boolean;
  readonly recoveryCodesLeft: number;
};

export type UpdateAdminUser = {
  readonly role?: 'admin' | 'viewer';
  readonly password?: string;
  readonly mustChangePassword?: boolean;
  readonly enabled?: boolean;
  /** Takes the second factor off, for somebody who lost the device. */
  readonly totpEnabled?: false;
};

export type UpdateApiKey = {
  readonly clientName?: string;
  readonly scopes?: readonly (
    | 'read'
    | 'events:read'
    | 'calls:read'
    | 'history:read'
    | 'calls:control'
    | 'webhooks:manage'
    | 'metrics:read'
    | 'calllog:manage'
  )[];
  /** The DNs whose calls alone it may see and control; null for all. */
  readonly dns?: readonly string[] | null;
  /** Where it may be used from; null for everywhere. */
  readonly networks?: readonly string[] | null;
  readonly expiresAt?: string | null;
  /** 0 is no limit. */
  readonly rateLimitPerMinute?: number;
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

export type Uptime = {
  /** Of the time that is known and in which it was not disabled. */
  readonly uptimePercent: number | null;
  /** Oldest first. */
  readonly bars: readonly UptimeBar[];
};

/** One bar: 30 minutes of the last 24 hours, or one day of the last 30. */
export type UptimeBar = {
  readonly from: string;
  readonly to: string;
  /** null: nothing is known of it. */
  readonly uptimePercent: number | null;
  readonly worst: 'connected' | 'connecting' | 'disconnected' | 'disabled' | null;
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

export interface ListApiKeysQuery {
  readonly state?: 'active' | 'expired' | 'revoked' | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?:
    | 'clientName'
    | '-clientName'
    | 'state'
    | '-state'
    | 'createdAt'
    | '-createdAt'
    | 'lastUsedAt'
    | '-lastUsedAt'
    | 'expiresAt'
    | '-expiresAt'
    | undefined;
}

export interface ApiKeyUsageQuery {
  readonly days?: number | undefined;
}

export interface ListAuditQuery {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?: 'at' | '-at' | 'actor' | '-actor' | 'action' | '-action' | undefined;
}

export interface ListErrorsQuery {
  readonly severity?: string | undefined;
  readonly component?: string | undefined;
  readonly acknowledged?: 'true' | 'false' | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?:
    | 'severity'
    | '-severity'
    | 'component'
    | '-component'
    | 'message'
    | '-message'
    | 'count'
    | '-count'
    | 'firstAt'
    | '-firstAt'
    | 'lastAt'
    | '-lastAt'
    | undefined;
}

export interface ListHistoryQuery {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly direction?: 'inbound' | 'outbound' | 'internal' | undefined;
  readonly extension?: string | undefined;
  readonly number?: string | undefined;
  readonly answered?: 'true' | 'false' | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly format?: 'json' | 'csv' | undefined;
}

export interface SearchJourneysQuery {
  readonly search: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?: 'startedAt' | '-startedAt' | undefined;
}

export interface GetStatsQuery {
  readonly range?: '1h' | '24h' | '7d' | '30d' | undefined;
  readonly timeZone?: string | undefined;
}

export interface ListUsersQuery {
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?:
    | 'username'
    | '-username'
    | 'role'
    | '-role'
    | 'enabled'
    | '-enabled'
    | 'totpEnabled'
    | '-totpEnabled'
    | 'createdAt'
    | '-createdAt'
    | 'lastSignInAt'
    | '-lastSignInAt'
    | 'sessions'
    | '-sessions'
    | undefined;
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

export interface ListDeliveriesQuery {
  readonly state?: 'pending' | 'delivered' | 'failed' | 'aborted' | undefined;
  readonly search?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?:
    'createdAt' | '-createdAt' | 'sequence' | '-sequence' | 'state' | '-state' | undefined;
}

/** Every operation of the administration API. Each rejects with a `Problem` as an error. */
export class AdminApi {
  constructor(private readonly send: Send) {}

  /** API keys, newest first. */
  listApiKeys(query: ListApiKeysQuery = {}): Promise<ApiKeyList> {
    return this.send('GET', `/admin/api-keys`, { query });
  }

  /** Makes a key; it is in this answer alone. */
  createApiKey(body: CreateApiKey): Promise<ApiKeyWithSecret> {
    return this.send('POST', `/admin/api-keys`, { body });
  }

  /** Changes a key, for connections that are open too. */
  updateApiKey(id: string, body: UpdateApiKey): Promise<ApiKey> {
    return this.send('PATCH', `/admin/api-keys/${encodeURIComponent(id)}`, { body });
  }

  /** Revokes a key at once, on open connections too. */
  revokeApiKey(id: string): Promise<void> {
    return this.send('DELETE', `/admin/api-keys/${encodeURIComponent(id)}`);
  }

  /** Makes a new secret; the old one stays valid for a while. */
  rotateApiKey(id: string, body: RotateApiKey): Promise<ApiKeyWithSecret> {
    return this.send('POST', `/admin/api-keys/${encodeURIComponent(id)}/rotate`, { body });
  }

  /** Requests of a key by day and route. */
  apiKeyUsage(id: string, query: ApiKeyUsageQuery = {}): Promise<ApiKeyUsage> {
    return this.send('GET', `/admin/api-keys/${encodeURIComponent(id)}/usage`, { query });
  }

  /** Who did what, when, from where; newest first. */
  listAudit(query: ListAuditQuery = {}): Promise<AuditList> {
    return this.send('GET', `/admin/audit`, { query });
  }

  /** The calls of now, with the position in the log at which that is true. */
  listCalls(): Promise<ActiveCalls> {
    return this.send('GET', `/admin/calls`);
  }

  /** State, latency and history of the store and of the connections to the PBX. */
  listConnections(): Promise<ConnectionList> {
    return this.send('GET', `/admin/connections`);
  }

  /** Ends a connection and makes it anew. */
  reconnect(component: 'database' | 'xapi' | 'callcontrol'): Promise<Reconnect> {
    return this.send('POST', `/admin/connections/${encodeURIComponent(component)}/reconnect`);
  }

  /** Who reads events: how, with which key, how far behind. */
  listConsumers(): Promise<ConsumerList> {
    return this.send('GET', `/admin/consumers`);
  }

  /** The error feed, last seen first. */
  listErrors(query: ListErrorsQuery = {}): Promise<ErrorList> {
    return this.send('GET', `/admin/errors`, { query });
  }

  /** Acknowledges one error; it comes back when it is seen again. */
  acknowledgeError(id: string, body: Acknowledge): Promise<ErrorItem> {
    return this.send('POST', `/admin/errors/${encodeURIComponent(id)}/acknowledge`, { body });
  }

  /** Acknowledges several errors, or all. */
  acknowledgeErrors(body: AcknowledgeMany): Promise<Acknowledged> {
    return this.send('POST', `/admin/errors/acknowledge`, { body });
  }

  /** How many errors are not acknowledged, by severity. */
  countErrors(): Promise<ErrorCounts> {
    return this.send('GET', `/admin/errors/counts`);
  }

  /** Which parts are switched on. */
  getFeatures(): Promise<Features> {
    return this.send('GET', `/admin/features`);
  }

  /** For links: as a file. */
  readonly listHistoryAddress = '/admin/history';

  /** Calls of the past, newest first; as CSV without a limit. */
  listHistory(query: ListHistoryQuery = {}): Promise<HistoryPage> {
    return this.send('GET', `/admin/history`, { query });
  }

  /** Finds calls by a number or a call id; newest first unless asked otherwise. */
  searchJourneys(query: SearchJourneysQuery): Promise<JourneySearch> {
    return this.send('GET', `/admin/journeys`, { query });
  }

  /** Everything about one call on one time line. */
  getJourney(callId: string): Promise<Journey> {
    return this.send('GET', `/admin/journeys/${encodeURIComponent(callId)}`);
  }

  /** Signs in and sets the session cookie. */
  login(body: Login): Promise<SignIn> {
    return this.send('POST', `/admin/login`, { body });
  }

  /** Ends this session, on the server too. */
  logout(): Promise<void> {
    return this.send('POST', `/admin/logout`);
  }

  /** Who is signed in; user is null when nobody is. */
  me(): Promise<Me> {
    return this.send('GET', `/admin/me`);
  }

  /** This description: OpenAPI 3.1. */
  openApi(): Promise<Readonly<Record<string, unknown>>> {
    return this.send('GET', `/admin/openapi.json`);
  }

  /** Changes the own password, ends all other sessions and renews this one. */
  changePassword(body: ChangePassword): Promise<SignIn> {
    return this.send('POST', `/admin/password`, { body });
  }

  /** The own sessions, seen last first. */
  listSessions(): Promise<AdminSessionList> {
    return this.send('GET', `/admin/sessions`);
  }

  /** Ends one of the own sessions. */
  endSession(id: string): Promise<void> {
    return this.send('DELETE', `/admin/sessions/${encodeURIComponent(id)}`);
  }

  /** Ends all own sessions but this one. */
  endOtherSessions(): Promise<EndedSessions> {
    return this.send('POST', `/admin/sessions/end-others`);
  }

  /** Figures of now, and a time series for the charts. */
  getStats(query: GetStatsQuery = {}): Promise<Stats> {
    return this.send('GET', `/admin/stats`, { query });
  }

  /** Whether the second factor is on. */
  totpStatus(): Promise<TotpStatus> {
    return this.send('GET', `/admin/totp`);
  }

  /** Puts the second factor in force and answers the recovery codes, this once. */
  confirmTotp(body: TotpConfirm): Promise<RecoveryCodes> {
    return this.send('POST', `/admin/totp/confirm`, { body });
  }

  /** Takes the second factor off. */
  disableTotp(body: TotpChange): Promise<void> {
    return this.send('POST', `/admin/totp/disable`, { body });
  }

  /** Makes new recovery codes; the old ones are void. */
  renewRecoveryCodes(body: TotpChange): Promise<RecoveryCodes> {
    return this.send('POST', `/admin/totp/recovery-codes`, { body });
  }

  /** Makes a secret for an authenticator app; confirm it to put it in force. */
  setUpTotp(body: TotpSetupRequest): Promise<TotpSetup> {
    return this.send('POST', `/admin/totp/setup`, { body });
  }

  /** Users of the dashboard, by name. */
  listUsers(query: ListUsersQuery = {}): Promise<AdminUserList> {
    return this.send('GET', `/admin/users`, { query });
  }

  /** Makes a user. */
  createUser(body: CreateAdminUser): Promise<AdminUser> {
    return this.send('POST', `/admin/users`, { body });
  }

  /** Changes a user; the last admin stays one. */
  updateUser(id: string, body: UpdateAdminUser): Promise<AdminUser> {
    return this.send('PATCH', `/admin/users/${encodeURIComponent(id)}`, { body });
  }

  /** Deletes a user; the last admin stays. */
  deleteUser(id: string): Promise<void> {
    return this.send('DELETE', `/admin/users/${encodeURIComponent(id)}`);
  }

  /** Signs a user out everywhere. */
  endUserSessions(id: string): Promise<EndedSessions> {
    return this.send('POST', `/admin/users/${encodeURIComponent(id)}/end-sessions`);
  }

  /** Endpoints of all keys. */
  listWebhooks(query: ListWebhooksQuery = {}): Promise<WebhookList> {
    return this.send('GET', `/admin/webhooks`, { query });
  }

  /** Makes an endpoint; its secret is in this answer alone. */
  createWebhook(body: CreateWebhook): Promise<WebhookWithSecret> {
    return this.send('POST', `/admin/webhooks`, { body });
  }

  /** One endpoint. */
  getWebhook(id: string): Promise<Webhook> {
    return this.send('GET', `/admin/webhooks/${encodeURIComponent(id)}`);
  }

  /** Changes an endpoint; enabling it again lets waiting events go. */
  updateWebhook(id: string, body: UpdateWebhook): Promise<Webhook> {
    return this.send('PATCH', `/admin/webhooks/${encodeURIComponent(id)}`, { body });
  }

  /** Deletes an endpoint with its deliveries. */
  deleteWebhook(id: string): Promise<void> {
    return this.send('DELETE', `/admin/webhooks/${encodeURIComponent(id)}`);
  }

  /** Deliveries with every attempt, newest first. */
  listDeliveries(id: string, query: ListDeliveriesQuery = {}): Promise<DeliveryList> {
    return this.send('GET', `/admin/webhooks/${encodeURIComponent(id)}/deliveries`, { query });
  }

  /** Sends one event again. */
  redeliver(id: string, deliveryId: string): Promise<Delivery> {
    return this.send(
      'POST',
      `/admin/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`,
    );
  }

  /** Sends all events after a position again. */
  replayWebhook(id: string, body: ReplayWebhook): Promise<Replayed> {
    return this.send('POST', `/admin/webhooks/${encodeURIComponent(id)}/replay`, { body });
  }

  /** Makes a new secret; the old one stays valid for 24 hours. */
  rotateWebhookSecret(id: string): Promise<WebhookWithSecret> {
    return this.send('POST', `/admin/webhooks/${encodeURIComponent(id)}/rotate-secret`);
  }

  /** Sends a test event at once. */
  testWebhook(id: string): Promise<Delivery> {
    return this.send('POST', `/admin/webhooks/${encodeURIComponent(id)}/test`);
  }
}
