import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  AdminSocket,
  ApiAccess,
  Chart,
  Confirm,
  type Connection,
  Icon,
  StateView,
  Toasts,
} from '@3cx-relay/ui';
import { CallsStore } from '../../live/calls-store';
import { ErrorsStore } from '../../live/errors-store';
import { SessionStore } from '../../session/session-store';
import { DASHBOARD_TEXTS } from '../../texts/dashboard';
import { TEXTS } from '../../texts/texts';
import { callsChart, latencyChart, RANGES, requestsChart } from './chart-data';
import { ConnectionCard } from './connection-card';
import { DashboardStore } from './dashboard-store';
import { ErrorFeed } from './error-feed';
import { LiveCalls } from './live-calls';
import { StatTiles } from './stat-tiles';

@Component({
  selector: 'admin-dashboard-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Chart, ConnectionCard, ErrorFeed, Icon, LiveCalls, RouterLink, StateView, StatTiles],
  providers: [DashboardStore],
  templateUrl: './dashboard-page.html',
  styleUrl: './dashboard-page.css',
})
export class DashboardPage {
  private readonly api = inject(ApiAccess);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(SessionStore);
  protected readonly socket = inject(AdminSocket);
  protected readonly store = inject(DashboardStore);
  protected readonly calls = inject(CallsStore);
  protected readonly errors = inject(ErrorsStore);
  protected readonly texts = DASHBOARD_TEXTS;
  protected readonly ranges = RANGES;
  protected readonly reconnecting = signal<Connection['component'] | null>(null);
  protected readonly pbxCards = computed(() =>
    this.store.cards().filter(({ component }) => component !== 'store'),
  );
  protected readonly charts = computed(() => {
    const series = this.store.series();
    if (!series) return [];
    return [
      { title: DASHBOARD_TEXTS.charts.calls, data: callsChart(series) },
      { title: DASHBOARD_TEXTS.charts.requests, data: requestsChart(series) },
      { title: DASHBOARD_TEXTS.charts.latency, data: latencyChart(series) },
    ];
  });

  protected async reconnect({ component }: Connection): Promise<void> {
    if (component === 'store') return;
    const name = TEXTS.component[component];
    if (!(await this.confirm.ask(DASHBOARD_TEXTS.reconnectAsk(name)))) return;
    this.reconnecting.set(component);
    await this.toasts.attempt(
      () => this.api.admin.reconnect(component),
      DASHBOARD_TEXTS.reconnectDone(name),
    );
    this.reconnecting.set(null);
  }
}
