import type { AdminFeature } from '@3cx-relay/contracts';

/** The password that the first user gets when the administrator set none. */
export const DEFAULT_ADMIN_PASSWORD = 'admin123';

/** What the app tells this room; the class is the injection token. */
export abstract class AdminOptions {
  /** Signs session tokens (`ADMIN_SECRET`). */
  abstract readonly secret: string;
  /** 32 bytes; seals stored secrets (`ENCRYPTION_KEY`). */
  abstract readonly encryptionKey: Buffer;
  /** Password of the first `admin` (`ADMIN_PASSWORD`). */
  abstract readonly firstPassword: string;
  /** How long events can be replayed (`EVENT_RETENTION_DAYS`); journeys reach as far. */
  abstract readonly eventRetentionDays: number;
  abstract readonly version: string;
  /** Networks of proxies whose forwarded headers are believed (`TRUST_PROXY`). */
  abstract readonly trustedProxies: readonly string[];
  /** Whether the relay runs on the simulator. */
  abstract readonly demo: boolean;
  /** Host of the PBX, as people know it. */
  abstract readonly pbxHost: string | null;
  /** The parts that are switched on. */
  abstract readonly features: readonly AdminFeature[];
  /** The folder of the built dashboard; null when it was not built. */
  abstract readonly uiFolder: string | null;
}
