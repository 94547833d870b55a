import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  ApiAccess,
  Cell,
  type Column,
  type Delivery,
  type DeliveryAttempt,
  Dialog,
  milliseconds,
  PagedList,
  Pager,
  Table,
  Time,
  Toasts,
} from '@3cx-relay/ui';
import { DELIVERIES_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';

const { columns: T } = DELIVERIES_TEXTS;
const STATES = ['pending', 'delivered', 'failed', 'aborted'] as const;
const TONES = { pending: 'warn', delivered: 'ok', failed: 'bad', aborted: 'off' } as const;
const COLUMNS: readonly Column<Delivery>[] = [
  { key: 'event', label: T.event, sort: ({ sequence }) => sequence },
  { key: 'state', label: T.state, sort: ({ state }) => state },
  { key: 'made', label: T.made, sort: ({ createdAt }) => createdAt },
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
  imports: [Cell, Dialog, Pager, RouterLink, Table, Time],
  templateUrl: './deliveries-page.html',
})
export class DeliveriesPage {
  /** From the route. */
  readonly id = input.required<string>();
  private readonly api = inject(ApiAccess);
  private readonly toasts = inject(Toasts);
  private readonly state = signal<Delivery['state'] | undefined>(undefined);
  private readonly filter = computed(() => ({ id: this.id(), state: this.state() }));
  protected readonly texts = DELIVERIES_TEXTS;
  protected readonly words = TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly states = STATES;
  protected readonly tones = TONES;
  protected readonly shown = signal<Delivery | null>(null);
  protected readonly filtered = computed(() => this.state() !== undefined);
  protected readonly list = new PagedList(this.filter, ({ filter: { id, state }, cursor, limit }) =>
    this.api.admin.listDeliveries(id, { state, cursor, limit }),
  );
  protected readonly idOf = ({ id }: Delivery) => id;

  protected showState(value: string): void {
    this.list.first();
    this.state.set(STATES.find((state) => state === value));
  }

  protected sequence({ sequence }: Delivery): string {
    return String(Number(sequence));
  }

  protected attemptText({ status, error, durationMs }: DeliveryAttempt): string {
    const answer = status === null ? (error ?? DELIVERIES_TEXTS.noAnswer) : `HTTP ${status}`;
    return DELIVERIES_TEXTS.attempt(answer, milliseconds(durationMs));
  }

  protected async again(delivery: Delivery): Promise<void> {
    await this.toasts.attempt(
      () => this.api.admin.redeliver(this.id(), delivery.id),
      DELIVERIES_TEXTS.sent,
    );
    this.list.reload();
  }
}
