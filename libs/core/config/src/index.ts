export { envExample, settingsPage } from './lib/describe-settings';
export { type Loaded, loadSettings, SettingsError } from './lib/load-settings';
export type { Environment } from './lib/read-settings';
export { Secret } from './lib/secret';
export { DEFAULT_ADMIN_PASSWORD, type PbxSettings, type Settings } from './lib/settings';
