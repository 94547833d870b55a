/** Where the PBX's database is; what is not given comes from the ini file. */
export class PbxDatabaseOptions {
  /** Looked at in order; the first that exists is read. Empty: the settings alone. */
  readonly iniPaths: readonly string[];
  /** Whether a missing ini is a fault (its path was set), not a sign of a hosted PBX. */
  readonly isIniRequired: boolean;
  readonly overrides: DatabaseOverrides;
  readonly statementTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;

  constructor(options: Partial<PbxDatabaseOptions> = {}) {
    this.iniPaths = options.iniPaths ?? DEFAULT_INI_PATHS;
    this.isIniRequired = options.isIniRequired ?? false;
    this.overrides = options.overrides ?? {};
    this.statementTimeoutMs = options.statementTimeoutMs ?? 15_000;
    this.connectTimeoutMs = options.connectTimeoutMs ?? 5_000;
    this.maxConnections = options.maxConnections ?? 4;
  }
}

/** `DB_HOST` and its like: each wins over the ini. */
export interface DatabaseOverrides {
  readonly host?: string;
  readonly port?: number;
  readonly name?: string;
  readonly user?: string;
  readonly password?: string;
}

export const DEFAULT_INI_PATHS: readonly string[] = [
  '/var/lib/3cxpbx/Bin/3CXPhoneSystem.ini',
  '/var/lib/3cxpbx/Instance1/Bin/3CXPhoneSystem.ini',
];
