import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  ApiAccess,
  Cell,
  type Column,
  type Delivery,
  Dialog,
  keepFresh,
  PagedList,
  PagedTable,
  RowAction,
  Ticker,
  Time,
  Toasts,
} from '@3cx-relay/ui';
import { DELIVERIES_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';
import { attemptText } from './attempt-text';

const { columns: T } = DELIVERIES_TEXTS;
const STATES = ['pending', 'delivered', 'failed', 'aborted'] as const;
const TONES = { pending: 'warn', delivered: 'ok', failed: 'bad', aborted: 'off' } as const;
type Sort = 'sequence' | 'state' | 'createdAt';
const COLUMNS: readonly Column<Delivery, Sort>[] = [
  { key: 'event', label: T.event, order: 'sequence' },
  { key: 'state', label: T.state, order: 'state' },
  { key: 'made', label: T.made, order: 'createdAt' },
  {
    key: 'attempts',
    label: T.attempts,
    text: ({ attempts }) => String(attempts.length),
    sort: ({ attempts }) => attempts.length,
  },
  { key: 'next', label: T.next },
  { key: 'actions', label: T.actions },
];

/** What was sent to one endpoint, what it answered, and sending it again. */
@Component({
  selector: 'admin-deliveries-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, Dialog, PagedTable, RouterLink, RowAction, Time],
  templateUrl: './deliveries-page.html',
})
export class DeliveriesPage {
  /** From the route. */
  readonly id = input.required<string>();
  private readonly api = inject(ApiAccess);
  private readonly toasts = inject(Toasts);
  private readonly ticker = inject(Ticker);
  private readonly state = signal<Delivery['state'] | undefined>(undefined);
  private readonly filter = computed(() => ({ id: this.id(), state: this.state() }));
  protected readonly texts = DELIVERIES_TEXTS;
  protected readonly words = TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly states = STATES;
  protected readonly tones = TONES;
  protected readonly attemptText = attemptText;
  protected readonly filtered = computed(() => this.state() !== undefined);
  protected readonly list = new PagedList<
    Delivery,
    { id: string; state: Delivery['state'] | undefined },
    Sort
  >(this.filter, ({ filter: { id, state }, ...page }) =>
    this.api.admin.listDeliveries(id, { state, ...page }),
  );
  private readonly endpoint = resource({
    params: () => this.id(),
    loader: ({ params }) => this.api.admin.getWebhook(params),
  });
  protected readonly address = computed(() =>
    this.endpoint.hasValue() ? this.endpoint.value().url : null,
  );
  private readonly chosen = signal<Delivery | null>(null);
  /** As it is now: while somebody looks, the next attempt may come. */
  protected readonly shown = computed(() => {
    const chosen = this.chosen();
    return this.list.rows().find(({ id }) => id === chosen?.id) ?? chosen;
  });
  protected readonly idOf = ({ id }: Delivery) => id;

  constructor() {
    keepFresh(this.list);
  }

  protected showState(value: string): void {
    this.state.set(STATES.find((state) => state === value));
  }

  protected show(delivery: Delivery | null): void {
    this.chosen.set(delivery);
  }

  /** The log knows no event 0: nothing has happened, so there is nothing to send again. */
  protected isTest({ sequence }: Delivery): boolean {
    return Number(sequence) === 0;
  }

  /** Its moment has come, and what is sent before it has not gone out yet. */
  protected isDue({ nextAttemptAt }: Delivery): boolean {
    return nextAttemptAt !== null && Date.parse(nextAttemptAt) <= this.ticker.now();
  }

  protected sequence(delivery: Delivery): string {
    return this.isTest(delivery) ? DELIVERIES_TEXTS.test : String(Number(delivery.sequence));
  }

  protected async again(delivery: Delivery): Promise<void> {
    await this.toasts.attempt(
      () => this.api.admin.redeliver(this.id(), delivery.id),
      DELIVERIES_TEXTS.sent,
    );
    this.list.reload();
  }
}
