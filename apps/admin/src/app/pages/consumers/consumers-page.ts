import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core';
import {
  AdminSocket,
  ApiAccess,
  Cell,
  type Column,
  type Consumer,
  count,
  Table,
  Ticker,
  Time,
  toLoadable,
  valueOf,
} from '@3cx-relay/ui';
import { CONSUMERS_TEXTS } from '../../texts/watch';

const REFRESH_MS = 5_000;
const KIB = 1_024;
const { columns: T } = CONSUMERS_TEXTS;

const COLUMNS: readonly Column<Consumer>[] = [
  {
    key: 'client',
    label: T.client,
    text: ({ clientName, address, keyId }) => [clientName, address, keyId].join(' '),
    sort: ({ clientName }) => clientName,
  },
  {
    key: 'transport',
    label: T.transport,
    text: ({ transport }) => CONSUMERS_TEXTS.transports[transport],
    sort: ({ transport }) => transport,
  },
  { key: 'mode', label: T.mode, sort: ({ mode }) => mode },
  {
    key: 'behind',
    label: T.behind,
    text: ({ behind }) =>
      behind === 0 ? CONSUMERS_TEXTS.upToDate : CONSUMERS_TEXTS.events(count(behind)),
    sort: ({ behind }) => behind,
  },
  {
    key: 'buffered',
    label: T.buffered,
    text: ({ bufferedBytes }) => CONSUMERS_TEXTS.bytes(count(bufferedBytes / KIB)),
    sort: ({ bufferedBytes }) => bufferedBytes,
  },
  { key: 'filter', label: T.filter, text: filterText },
  { key: 'connected', label: T.connected, sort: ({ connectedAt }) => connectedAt },
];

function filterText({ types, dns }: Consumer): string {
  const parts = [types?.join(', '), dns ? CONSUMERS_TEXTS.dns(dns.join(', ')) : undefined];
  return parts.filter(Boolean).join(' · ') || CONSUMERS_TEXTS.everything;
}

@Component({
  selector: 'admin-consumers-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, Table, Time],
  template: `
    <div class="stack">
      <h1>{{ texts.title }}</h1>
      <p class="muted">{{ texts.intro }}</p>
      <ui-table
        [label]="texts.table"
        [state]="consumers()"
        [rows]="rows()"
        [columns]="columns"
        [rowId]="idOf"
        [local]="true"
        [stale]="socket.state() === 'lost'"
        [emptyTitle]="texts.none"
        [emptyHint]="texts.noneHint"
        (retry)="read.reload()"
      >
        <ng-template uiCell="client" [uiCellOf]="rows()" let-row>
          <strong>{{ row.clientName }}</strong>
          <div class="small muted mono">{{ row.address }}</div>
        </ng-template>
        <ng-template uiCell="mode" [uiCellOf]="rows()" let-row>
          <span [class]="row.mode === 'live' ? 'badge badge--ok' : 'badge badge--warn'">
            {{ texts.modes[row.mode] }}
          </span>
        </ng-template>
        <ng-template uiCell="connected" [uiCellOf]="rows()" let-row>
          <ui-time [at]="row.connectedAt" />
        </ng-template>
      </ui-table>
    </div>
  `,
})
export class ConsumersPage {
  private readonly api = inject(ApiAccess);
  private readonly ticker = inject(Ticker);
  protected readonly socket = inject(AdminSocket);
  protected readonly read = resource({
    params: () => Math.floor(this.ticker.now() / REFRESH_MS),
    loader: () => this.api.admin.listConsumers(),
  });
  protected readonly texts = CONSUMERS_TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly consumers = toLoadable(this.read);
  protected readonly rows = computed(() => valueOf(this.consumers())?.items ?? []);
  protected readonly idOf = ({ id }: Consumer) => id;
}
