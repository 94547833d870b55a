import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  ApiAccess,
  Cell,
  type Column,
  Command,
  Confirm,
  count,
  type CreateWebhook,
  Field,
  FormDialog,
  Icon,
  keepFresh,
  PagedList,
  PagedTable,
  RowAction,
  SearchBox,
  SecretDialog,
  Time,
  Toasts,
  type Webhook,
  type WebhookWithSecret,
} from '@3cx-relay/ui';
import { WEBHOOKS_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';
import { attemptText } from './attempt-text';
import { WebhookForm } from './webhook-form';

const { columns: T } = WEBHOOKS_TEXTS;
type Sort = 'url' | 'enabled' | 'pending' | 'lastDeliveredAt';
const COLUMNS: readonly Column<Webhook, Sort>[] = [
  { key: 'url', label: T.url, order: 'url' },
  { key: 'state', label: T.state, order: 'enabled' },
  {
    key: 'types',
    label: T.types,
    text: ({ types }) => types?.join(', ') ?? WEBHOOKS_TEXTS.everything,
  },
  {
    key: 'pending',
    label: T.pending,
    text: ({ pending }) => count(pending),
    order: 'pending',
  },
  { key: 'delivered', label: T.delivered, order: 'lastDeliveredAt' },
  { key: 'actions', label: T.actions },
];

type Open =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'replay'; readonly webhook: Webhook }
  | { readonly kind: 'secret'; readonly made: WebhookWithSecret };

@Component({
  selector: 'admin-webhooks-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Cell,
    Field,
    FormDialog,
    Icon,
    PagedTable,
    RouterLink,
    RowAction,
    SearchBox,
    SecretDialog,
    Time,
    WebhookForm,
  ],
  templateUrl: './webhooks-page.html',
})
export class WebhooksPage {
  private readonly api = inject(ApiAccess);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  protected readonly search = signal('');
  protected readonly texts = WEBHOOKS_TEXTS;
  protected readonly words = TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly open = signal<Open | null>(null);
  protected readonly command = new Command();
  protected readonly list = new PagedList<Webhook, string, Sort>(
    this.search,
    ({ filter, ...page }) => this.api.admin.listWebhooks({ search: filter, ...page }),
  );
  protected readonly idOf = ({ id }: Webhook) => id;

  constructor() {
    keepFresh(this.list);
  }

  protected show(open: Open | null): void {
    this.command.forget();
    this.open.set(open);
  }

  protected create(body: CreateWebhook): Promise<void> {
    return this.run(async () => {
      this.show({ kind: 'secret', made: await this.api.admin.createWebhook(body) });
    });
  }

  protected change({ id }: Webhook, body: CreateWebhook): Promise<void> {
    return this.run(async () => {
      await this.api.admin.updateWebhook(id, body);
      this.show(null);
      this.toasts.done(WEBHOOKS_TEXTS.saved);
    });
  }

  protected replay({ id }: Webhook, values: Readonly<Record<string, string>>): Promise<void> {
    const since = values['since'] ?? '0';
    return this.run(async () => {
      const { queued } = await this.api.admin.replayWebhook(id, { since });
      this.show(null);
      this.toasts.done(WEBHOOKS_TEXTS.replayed(count(queued)));
    });
  }

  protected async rotate({ id }: Webhook): Promise<void> {
    if (!(await this.confirm.ask(WEBHOOKS_TEXTS.rotateAsk))) return;
    try {
      this.show({ kind: 'secret', made: await this.api.admin.rotateWebhookSecret(id) });
    } catch (error) {
      this.toasts.failed(error);
    }
  }

  protected async test({ id }: Webhook): Promise<void> {
    try {
      const { state, attempts } = await this.api.admin.testWebhook(id);
      const answer = attempts.map(attemptText).at(-1) ?? WEBHOOKS_TEXTS.testUnanswered;
      if (state === 'delivered') this.toasts.done(WEBHOOKS_TEXTS.testAnswered(answer));
      else this.toasts.bad(WEBHOOKS_TEXTS.testFailed(answer));
    } catch (error) {
      this.toasts.failed(error);
    }
    this.list.reload();
  }

  protected async remove({ id, url }: Webhook): Promise<void> {
    if (!(await this.confirm.ask(WEBHOOKS_TEXTS.removeAsk(url)))) return;
    await this.toasts.attempt(() => this.api.admin.deleteWebhook(id), WEBHOOKS_TEXTS.removed);
    this.list.reload();
  }

  private async run(action: () => Promise<void>): Promise<void> {
    if (await this.command.run(action)) this.list.reload();
  }
}
