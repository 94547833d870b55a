import { type SettingName, type SettingValues } from './setting-table';
import { DEFAULT_ADMIN_PASSWORD } from './settings';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost']);
const MIN_PASSWORD = 12;

/** What must hold between settings, or of one in the light of another. One line a fault. */
export function ruleFaults(
  values: SettingValues,
  isGiven: (name: SettingName) => boolean,
): string[] {
  const faults: string[] = [];
  if (isGiven('FQDN')) {
    for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'ADMIN_SECRET'] as const) {
      if (!isGiven(name)) faults.push(`${name}: is missing, and is needed with FQDN.`);
    }
  } else {
    for (const name of ['CLIENT_ID', 'CLIENT_SECRET'] as const) {
      if (isGiven(name)) faults.push(`FQDN: is missing, and is needed with ${name}.`);
    }
  }
  const password = values.ADMIN_PASSWORD ?? DEFAULT_ADMIN_PASSWORD;
  const isDefault = password === DEFAULT_ADMIN_PASSWORD;
  if (!isDefault && password.length < MIN_PASSWORD) {
    faults.push(`ADMIN_PASSWORD: got a short one, needs at least ${MIN_PASSWORD} characters.`);
  }
  const host = values.HOST ?? '127.0.0.1';
  if (isDefault && !LOOPBACK_HOSTS.has(host)) {
    faults.push(
      `HOST: got "${host}" with the default password; set ADMIN_PASSWORD first, or listen on 127.0.0.1.`,
    );
  }
  if (values.TURN_URLS && values.TURN_URLS.length > 0 && !isGiven('TURN_SECRET')) {
    faults.push('TURN_SECRET: is missing, and is needed with TURN_URLS.');
  }
  return [...new Set(faults)];
}
