import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  output,
  resource,
} from '@angular/core';
import {
  ApiAccess,
  type ApiKey,
  Chart,
  type ChartData,
  type Column,
  count,
  Dialog,
  shortDay,
  StateView,
  Table,
  toLoadable,
  valueOf,
} from '@3cx-relay/ui';
import { KEYS_TEXTS } from '../../texts/integrate';
import { type RouteUsage, usageByDay, usageByRoute } from './usage-sums';

const DAYS = 30;
const { usageColumns: T } = KEYS_TEXTS;
const COLUMNS: readonly Column<RouteUsage>[] = [
  { key: 'route', label: T.route, text: ({ route }) => route, sort: ({ route }) => route },
  {
    key: 'requests',
    label: T.requests,
    text: ({ requests }) => count(requests),
    sort: ({ requests }) => requests,
    align: 'end',
  },
  {
    key: 'errors',
    label: T.errors,
    text: ({ errors }) => count(errors),
    sort: ({ errors }) => errors,
    align: 'end',
  },
];

/** How much a key was used, by day and by route. */
@Component({
  selector: 'admin-key-usage',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Chart, Dialog, StateView, Table],
  template: `
    <ui-dialog wide [heading]="texts.usageTitle(of().clientName)" (closed)="closed.emit()">
      <ui-state-view
        [of]="usage()"
        [isEmpty]="routes().length === 0"
        [emptyTitle]="texts.usageNone"
        (retry)="read.reload()"
      >
        <div class="stack">
          <ui-chart [data]="chart()" [label]="texts.usageTitle(of().clientName)" />
          <ui-table
            [label]="texts.usage"
            [state]="usage()"
            [rows]="routes()"
            [columns]="columns"
            [rowId]="idOf"
            [emptyTitle]="texts.usageNone"
          />
        </div>
      </ui-state-view>
    </ui-dialog>
  `,
})
export class KeyUsage {
  readonly of = input.required<ApiKey>();
  readonly closed = output();
  private readonly api = inject(ApiAccess);
  protected readonly read = resource({
    params: () => this.of().id,
    loader: ({ params }) => this.api.admin.apiKeyUsage(params, { days: DAYS }),
  });
  protected readonly texts = KEYS_TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly usage = toLoadable(this.read);
  private readonly items = computed(() => valueOf(this.usage())?.items ?? []);
  protected readonly routes = computed(() => usageByRoute(this.items()));
  protected readonly chart = computed<ChartData>(() => {
    const days = usageByDay(this.items());
    return {
      kind: 'bar',
      labels: days.map(({ day }) => shortDay(day)),
      series: [
        {
          label: KEYS_TEXTS.usageRequests,
          color: '--accent',
          values: days.map(({ requests, errors }) => requests - errors),
        },
        {
          label: KEYS_TEXTS.usageErrors,
          color: '--bad-fill',
          values: days.map(({ errors }) => errors),
        },
      ],
    };
  });
  protected readonly idOf = ({ route }: RouteUsage) => route;
}
