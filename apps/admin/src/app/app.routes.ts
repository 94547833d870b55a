import type { Routes } from '@angular/router';
import { adminsOnly, signedIn, withFeature } from './session/guards';
import { TEXTS } from './texts/texts';

const { nav, signIn, unreachable, notFound } = TEXTS;

/** The pages inside the shell; each is loaded when it is first opened. */
const PAGES: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: nav.dashboard,
    loadComponent: () => import('./pages/dashboard/dashboard-page').then((m) => m.DashboardPage),
  },
  {
    path: 'calls',
    title: nav.calls,
    loadComponent: () => import('./pages/calls/calls-page').then((m) => m.CallsPage),
  },
  {
    path: 'history',
    title: nav.history,
    loadComponent: () => import('./pages/history/history-page').then((m) => m.HistoryPage),
  },
  {
    path: 'journey',
    title: nav.journey,
    loadComponent: () =>
      import('./pages/journey/journey-search-page').then((m) => m.JourneySearchPage),
  },
  {
    path: 'journey/:callId',
    title: nav.journey,
    loadComponent: () => import('./pages/journey/journey-page').then((m) => m.JourneyPage),
  },
  {
    path: 'consumers',
    title: nav.consumers,
    loadComponent: () => import('./pages/consumers/consumers-page').then((m) => m.ConsumersPage),
  },
  {
    path: 'api-keys',
    title: nav.apiKeys,
    canActivate: [adminsOnly],
    loadComponent: () => import('./pages/api-keys/api-keys-page').then((m) => m.ApiKeysPage),
  },
  {
    path: 'webhooks',
    title: nav.webhooks,
    canActivate: [adminsOnly, withFeature('webhooks')],
    loadComponent: () => import('./pages/webhooks/webhooks-page').then((m) => m.WebhooksPage),
  },
  {
    path: 'webhooks/:id',
    title: nav.webhooks,
    canActivate: [adminsOnly, withFeature('webhooks')],
    loadComponent: () => import('./pages/webhooks/deliveries-page').then((m) => m.DeliveriesPage),
  },
  {
    path: 'call-logging',
    title: nav.callLogging,
    canActivate: [adminsOnly, withFeature('call-logging')],
    data: { part: 'callLogging' },
    loadComponent: () => import('./pages/features/part-page').then((m) => m.PartPage),
  },
  {
    path: 'call-groups',
    title: nav.callGroups,
    canActivate: [adminsOnly, withFeature('call-groups')],
    data: { part: 'callGroups' },
    loadComponent: () => import('./pages/features/part-page').then((m) => m.PartPage),
  },
  {
    path: 'softphone-users',
    title: nav.softphone,
    canActivate: [adminsOnly, withFeature('softphone')],
    data: { part: 'softphone' },
    loadComponent: () => import('./pages/features/part-page').then((m) => m.PartPage),
  },
  {
    path: 'errors',
    title: nav.errors,
    loadComponent: () => import('./pages/errors/errors-page').then((m) => m.ErrorsPage),
  },
  {
    path: 'users',
    title: nav.users,
    canActivate: [adminsOnly],
    loadComponent: () => import('./pages/users/users-page').then((m) => m.UsersPage),
  },
  {
    path: 'audit',
    title: nav.audit,
    canActivate: [adminsOnly],
    loadComponent: () => import('./pages/audit/audit-page').then((m) => m.AuditPage),
  },
  {
    path: 'account',
    title: nav.account,
    loadComponent: () => import('./pages/account/account-page').then((m) => m.AccountPage),
  },
];

export const ROUTES: Routes = [
  {
    path: 'sign-in',
    title: signIn.title,
    loadComponent: () => import('./pages/sign-in/sign-in-page').then((m) => m.SignInPage),
  },
  {
    path: 'unreachable',
    title: unreachable.title,
    loadComponent: () => import('./shell/unreachable-page').then((m) => m.UnreachablePage),
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((m) => m.Shell),
    children: [
      ...PAGES,
      {
        path: '**',
        title: notFound.title,
        loadComponent: () => import('./shell/not-found-page').then((m) => m.NotFoundPage),
      },
    ],
  },
];
