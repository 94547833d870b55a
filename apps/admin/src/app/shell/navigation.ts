import type { IconName } from '@3cx-relay/ui';
import type { Feature } from '../session/session-store';
import { TEXTS } from '../texts/texts';

export interface NavItem {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  readonly adminOnly?: boolean;
  readonly feature?: Feature;
}

export interface NavGroup {
  readonly label: string;
  readonly items: readonly NavItem[];
}

const { nav } = TEXTS;
const admin = { adminOnly: true } as const;

const GROUPS: readonly NavGroup[] = [
  {
    label: nav.groups.watch,
    items: [
      { path: '/', label: nav.dashboard, icon: 'dashboard' },
      { path: '/calls', label: nav.calls, icon: 'phone' },
      { path: '/history', label: nav.history, icon: 'history' },
      { path: '/journey', label: nav.journey, icon: 'route' },
    ],
  },
  {
    label: nav.groups.integrate,
    items: [
      { path: '/consumers', label: nav.consumers, icon: 'plug' },
      { path: '/api-keys', label: nav.apiKeys, icon: 'key', ...admin },
      { path: '/webhooks', label: nav.webhooks, icon: 'webhook', feature: 'webhooks', ...admin },
    ],
  },
  {
    label: nav.groups.parts,
    items: [
      {
        path: '/call-logging',
        label: nav.callLogging,
        icon: 'log',
        feature: 'call-logging',
        ...admin,
      },
      {
        path: '/call-groups',
        label: nav.callGroups,
        icon: 'group',
        feature: 'call-groups',
        ...admin,
      },
      {
        path: '/softphone-users',
        label: nav.softphone,
        icon: 'headset',
        feature: 'softphone',
        ...admin,
      },
    ],
  },
  {
    label: nav.groups.system,
    items: [
      { path: '/errors', label: nav.errors, icon: 'alert' },
      { path: '/users', label: nav.users, icon: 'users', ...admin },
      { path: '/audit', label: nav.audit, icon: 'audit', ...admin },
    ],
  },
];

/** What this user can open of what is switched on; groups with nothing in them are left out. */
export function navigationFor(isAdmin: boolean, features: readonly Feature[]): readonly NavGroup[] {
  return GROUPS.map(({ label, items }) => ({
    label,
    items: items.filter(
      ({ adminOnly, feature }) =>
        (isAdmin || !adminOnly) && (feature === undefined || features.includes(feature)),
    ),
  })).filter(({ items }) => items.length > 0);
}
