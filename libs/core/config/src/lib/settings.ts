import { Secret } from './secret';
import type { SettingValues } from './setting-table';

/** The settings as the app uses them, by topic. */
export interface Settings {
  /** `null`: demo mode. */
  readonly pbx: PbxSettings | null;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly environment: 'production' | 'development' | 'test';
    readonly publicUrl: string | null;
    readonly trustProxy: readonly string[];
    readonly corsOrigins: readonly string[];
    readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
    readonly metricsPublic: boolean;
  };
  readonly security: {
    readonly adminSecret: Secret;
    /** 32 bytes, base64; `null`: derived from the admin secret. */
    readonly encryptionKey: Secret | null;
    readonly adminPassword: Secret;
    readonly webhookAllowNetworks: readonly string[];
  };
  readonly data: {
    /** `null`: embedded, under `dir`. */
    readonly databaseUrl: Secret | null;
    readonly dir: string;
    readonly logDir: string;
    readonly eventRetentionDays: number;
    readonly redisUrl: Secret | null;
  };
  readonly parts: {
    readonly admin: boolean;
    readonly softphone: boolean;
    readonly callLogging: boolean;
  };
}

export interface PbxSettings {
  readonly fqdn: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly iniPath: string | null;
  readonly database: {
    readonly host: string | null;
    readonly port: number | null;
    readonly name: string | null;
    readonly user: string | null;
    readonly password: Secret | null;
  };
  readonly caFile: string | null;
  readonly tlsInsecure: boolean;
}

export const DEFAULT_ADMIN_PASSWORD = 'admin123';

const LOOPBACK_NETWORKS = ['127.0.0.0/8', '::1/128'] as const;

const secret = (value: string | undefined) => (value === undefined ? null : new Secret(value));

/** The values by topic. They have been checked: what is required is there. */
export function toSettings(values: SettingValues, adminSecret: string): Settings {
  const password = values.ADMIN_PASSWORD ?? DEFAULT_ADMIN_PASSWORD;
  const networks = values.WEBHOOK_ALLOW_NETWORKS;
  return {
    pbx: toPbx(values),
    server: {
      host: values.HOST ?? '127.0.0.1',
      port: values.PORT ?? 8082,
      environment: values.NODE_ENV ?? 'production',
      publicUrl: values.PUBLIC_URL ?? null,
      trustProxy: values.TRUST_PROXY ?? [],
      corsOrigins: values.CORS_ORIGINS ?? [],
      logLevel: values.LOG_LEVEL ?? 'info',
      metricsPublic: values.METRICS_PUBLIC ?? false,
    },
    security: {
      adminSecret: new Secret(adminSecret),
      encryptionKey: secret(values.ENCRYPTION_KEY),
      adminPassword: new Secret(password),
      webhookAllowNetworks: networks ?? (values.FQDN === undefined ? LOOPBACK_NETWORKS : []),
    },
    data: {
      databaseUrl: secret(values.DATABASE_URL),
      dir: values.DATA_DIR ?? 'data',
      logDir: values.LOG_DIR ?? 'logs',
      eventRetentionDays: values.EVENT_RETENTION_DAYS ?? 30,
      redisUrl: secret(values.REDIS_URL),
    },
    parts: {
      admin: values.ADMIN_ENABLED ?? true,
      softphone: values.SOFTPHONE_ENABLED ?? true,
      callLogging: values.CALL_LOGGING_ENABLED ?? false,
    },
  };
}

function toPbx(values: SettingValues): PbxSettings | null {
  if (values.FQDN === undefined) return null;
  return {
    fqdn: values.FQDN,
    clientId: values.CLIENT_ID ?? '',
    clientSecret: new Secret(values.CLIENT_SECRET ?? ''),
    iniPath: values.PBX_INI_PATH ?? null,
    database: {
      host: values.DB_HOST ?? null,
      port: values.DB_PORT ?? null,
      name: values.DB_NAME ?? null,
      user: values.DB_USER ?? null,
      password: secret(values.DB_PASSWORD),
    },
    caFile: values.PBX_CA_FILE ?? null,
    tlsInsecure: values.PBX_TLS_INSECURE ?? false,
  };
}
