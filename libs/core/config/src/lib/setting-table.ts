import {
  atLeast,
  flag,
  type Kind,
  key32,
  list,
  network,
  oneOf,
  origin,
  pbxHost,
  port,
  proxy,
  text,
  url,
  whole,
} from './kinds';

/** One setting: how it is read, what it is without, and one sentence for people. */
export interface Setting<T> {
  readonly kind: Kind<T>;
  /** `undefined`: there is none, and absence means something. */
  readonly default: string | undefined;
  readonly about: string;
  readonly topic: Topic;
  /** Never shown, not even in an error. */
  readonly secret?: true;
}

export const TOPICS = ['PBX', 'Server', 'Security', 'Data', 'Parts', 'Calls', 'Logging'] as const;
export type Topic = (typeof TOPICS)[number];

const row = <T>(
  topic: Topic,
  kind: Kind<T>,
  fallback: string | undefined,
  about: string,
  more: { secret?: true } = {},
): Setting<T> => ({ topic, kind, default: fallback, about, ...more });

const SECRET = { secret: true } as const;

/** Every setting there is. Parser, `.env.example` and `docs/settings.md` come from this table. */
export const SETTINGS = {
  FQDN: row(
    'PBX',
    pbxHost,
    undefined,
    'PBX host with optional port, or a full https:// or http:// address; a bare name is tried at 443, then 5001. Without it the relay runs in demo mode.',
  ),
  CLIENT_ID: row(
    'PBX',
    text,
    undefined,
    'Client id of the API client of the PBX. Required with FQDN.',
  ),
  CLIENT_SECRET: row(
    'PBX',
    text,
    undefined,
    'Secret (API key) of that client. Required with FQDN.',
    SECRET,
  ),
  PBX_INI_PATH: row(
    'PBX',
    text,
    undefined,
    "The PBX's ini file; by default the first that exists of the usual places.",
  ),
  DB_HOST: row('PBX', text, undefined, 'Host of the PBX database, instead of the one in the ini.'),
  DB_PORT: row('PBX', port, undefined, 'Its port.'),
  DB_NAME: row('PBX', text, undefined, 'Its name.'),
  DB_USER: row('PBX', text, undefined, 'User for it; it needs to read only.'),
  DB_PASSWORD: row('PBX', text, undefined, 'Password of that user.', SECRET),
  PBX_CA_FILE: row(
    'PBX',
    text,
    undefined,
    "File with the certificate of the authority that signed the PBX's certificate, if it is a private one.",
  ),
  PBX_TLS_INSECURE: row(
    'PBX',
    flag,
    'false',
    'Believe any certificate of the PBX. For tests only.',
  ),
  HOST: row('Server', text, '127.0.0.1', 'Address to listen on.'),
  PORT: row('Server', port, '8082', 'Port to listen on.'),
  NODE_ENV: row(
    'Server',
    oneOf('production', 'development', 'test'),
    'production',
    'Kind of installation.',
  ),
  PUBLIC_URL: row(
    'Server',
    url('https', 'http'),
    undefined,
    'The address that users see; by default taken from the request.',
  ),
  TRUST_PROXY: row(
    'Server',
    list(proxy),
    'loopback',
    'Proxies whose forwarded headers are believed.',
  ),
  CORS_ORIGINS: row(
    'Server',
    list(origin),
    '',
    'Browser origins that may use /relay from other sites.',
  ),
  ADMIN_SECRET: row(
    'Security',
    atLeast(32),
    undefined,
    'Signing secret, at least 32 characters. Required with FQDN; made by itself in demo mode.',
    SECRET,
  ),
  ENCRYPTION_KEY: row(
    'Security',
    key32,
    undefined,
    'Encrypts stored secrets: 32 bytes in base64. Derived from ADMIN_SECRET when absent.',
    SECRET,
  ),
  ADMIN_PASSWORD: row(
    'Security',
    text,
    'admin123',
    'Password of the first user, admin. The default has to be changed at the first sign-in.',
    SECRET,
  ),
  WEBHOOK_ALLOW_NETWORKS: row(
    'Security',
    list(network),
    undefined,
    'Private networks that webhooks may reach; loopback in demo mode.',
  ),
  METRICS_PUBLIC: row('Security', flag, 'false', 'Metrics without a key, to loopback only.'),
  DATABASE_URL: row(
    'Data',
    url('postgresql', 'postgres'),
    undefined,
    "PostgreSQL for the relay's own data; by default an embedded one under DATA_DIR.",
    SECRET,
  ),
  DATA_DIR: row('Data', text, 'data', "Folder of the relay's own files."),
  LOG_DIR: row('Data', text, 'logs', 'Folder of the log files.'),
  EVENT_RETENTION_DAYS: row('Data', whole(1, 3_650), '30', 'How long events can be replayed.'),
  REDIS_URL: row(
    'Data',
    url('redis', 'rediss'),
    undefined,
    'Redis through which further relay nodes share the load.',
    SECRET,
  ),
  ADMIN_ENABLED: row('Parts', flag, 'true', 'The admin dashboard.'),
  SOFTPHONE_ENABLED: row('Parts', flag, 'true', 'The softphone.'),
  CALL_LOGGING_ENABLED: row('Parts', flag, 'false', 'Call logging.'),
  ICE_SERVERS: row('Calls', list(text), '', 'STUN servers of the softphone.'),
  TURN_URLS: row('Calls', list(text), '', 'TURN servers of the softphone.'),
  TURN_SECRET: row(
    'Calls',
    text,
    undefined,
    'Shared secret for their time-limited credentials. Required with TURN_URLS.',
    SECRET,
  ),
  SIP_WS_URL: row(
    'Calls',
    url('wss', 'ws'),
    undefined,
    "The PBX's SIP over WebSocket, if it has one.",
  ),
  SIP_DOMAIN: row('Calls', text, undefined, 'Its SIP domain.'),
  CALL_LOGGING_CONFIG: row(
    'Logging',
    text,
    'config/3cx-config.yml',
    'File with the settings of call logging.',
  ),
  API_BASE_URL: row('Logging', url('https', 'http'), undefined, 'Address of the call logging API.'),
  API_KEY: row('Logging', text, undefined, 'Key for it, sent as a Bearer token.', SECRET),
  CDR_DB_TYPE: row(
    'Logging',
    oneOf('postgres', 'mysql', 'mssql'),
    undefined,
    'Kind of an external call log database.',
  ),
  CDR_DB_HOST: row('Logging', text, undefined, 'Its host.'),
  CDR_DB_PORT: row('Logging', port, undefined, 'Its port.'),
  CDR_DB_NAME: row('Logging', text, undefined, 'Its name.'),
  CDR_DB_USER: row('Logging', text, undefined, 'User for it.'),
  CDR_DB_PASSWORD: row('Logging', text, undefined, 'Password of that user.', SECRET),
  CDR_POLL_SECONDS: row('Logging', whole(1, 86_400), '30', 'How often it is read.'),
  CDR_START: row('Logging', text, 'now', 'Where it begins: now, all or a date.'),
  LOG_LEVEL: row('Server', oneOf('debug', 'info', 'warn', 'error'), 'info', 'How much is logged.'),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;

/** The values by name; `undefined` where there is neither a value nor a default. */
export type SettingValues = {
  readonly [N in SettingName]: (typeof SETTINGS)[N] extends Setting<infer T>
    ? T | undefined
    : never;
};
