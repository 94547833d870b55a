import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import {
  ApiAccess,
  type ApiKey,
  type ApiKeyWithSecret,
  Cell,
  type Column,
  Command,
  Confirm,
  count,
  type CreateApiKey,
  Field,
  FormDialog,
  Icon,
  type ListApiKeysQuery,
  PagedList,
  PagedTable,
  RowAction,
  SearchBox,
  SecretDialog,
  Time,
  Toasts,
} from '@3cx-relay/ui';
import { KEYS_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';
import { KeyForm } from './key-form';
import { KeyUsage } from './key-usage';

const { columns: T } = KEYS_TEXTS;
type Sort = 'clientName' | 'state' | 'lastUsedAt';
const COLUMNS: readonly Column<ApiKey, Sort>[] = [
  { key: 'client', label: T.client, order: 'clientName' },
  { key: 'state', label: T.state, order: 'state' },
  { key: 'scopes', label: T.scopes, text: ({ scopes }) => scopes.join(', ') },
  { key: 'limits', label: T.limits, text: limitsText },
  { key: 'used', label: T.used, order: 'lastUsedAt' },
  {
    key: 'connections',
    label: T.connections,
    text: ({ connections }) => count(connections),
    sort: ({ connections }) => connections,
  },
  { key: 'actions', label: T.actions },
];
const STATES = ['active', 'expired', 'revoked'] as const;

function limitsText({ dns, networks, rateLimitPerMinute }: ApiKey): string {
  const limits = [
    ...(dns ? [KEYS_TEXTS.dnsLimit(dns.length)] : []),
    ...(networks ? [KEYS_TEXTS.networksLimit(networks.length)] : []),
    ...(rateLimitPerMinute > 0 ? [KEYS_TEXTS.rateLimit(count(rateLimitPerMinute))] : []),
  ];
  // A line breaks between limits, not within one.
  return limits.join(' · ').replaceAll(/(?<!·) (?!·)/g, '\u00a0') || KEYS_TEXTS.unlimited;
}

type Open =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'usage' | 'rotate'; readonly key: ApiKey }
  | { readonly kind: 'shown'; readonly made: ApiKeyWithSecret };

@Component({
  selector: 'admin-api-keys-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Cell,
    Field,
    FormDialog,
    Icon,
    KeyForm,
    KeyUsage,
    PagedTable,
    RowAction,
    SearchBox,
    SecretDialog,
    Time,
  ],
  templateUrl: './api-keys-page.html',
})
export class ApiKeysPage {
  private readonly api = inject(ApiAccess);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  protected readonly search = signal('');
  private readonly state = signal<ApiKey['state'] | undefined>('active');
  private readonly filter = computed(() => ({ search: this.search(), state: this.state() }));
  protected readonly texts = KEYS_TEXTS;
  protected readonly words = TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly states = STATES;
  protected readonly open = signal<Open | null>(null);
  protected readonly command = new Command();
  protected readonly filtered = computed(() => this.search() !== '');
  protected readonly list = new PagedList<ApiKey, ListApiKeysQuery, Sort>(
    this.filter,
    ({ filter, ...page }) => this.api.admin.listApiKeys({ ...filter, ...page }),
  );
  protected readonly idOf = ({ id }: ApiKey) => id;

  protected showState(value: string): void {
    this.state.set(STATES.find((state) => state === value));
  }

  protected show(open: Open | null): void {
    this.command.forget();
    this.open.set(open);
  }

  protected create(body: CreateApiKey): Promise<void> {
    return this.run(async () => {
      this.show({ kind: 'shown', made: await this.api.admin.createApiKey(body) });
    });
  }

  protected change({ id }: ApiKey, body: CreateApiKey): Promise<void> {
    return this.run(async () => {
      await this.api.admin.updateApiKey(id, body);
      this.show(null);
      this.toasts.done(KEYS_TEXTS.saved);
    });
  }

  protected rotate({ id }: ApiKey, values: Readonly<Record<string, string>>): Promise<void> {
    const overlapHours = Number(values['overlap']);
    return this.run(async () => {
      this.show({ kind: 'shown', made: await this.api.admin.rotateApiKey(id, { overlapHours }) });
    });
  }

  protected async revoke({ id, clientName }: ApiKey): Promise<void> {
    if (!(await this.confirm.ask(KEYS_TEXTS.revokeAsk(clientName)))) return;
    await this.toasts.attempt(() => this.api.admin.revokeApiKey(id), KEYS_TEXTS.revoked);
    this.list.reload();
  }

  private async run(action: () => Promise<void>): Promise<void> {
    if (await this.command.run(action)) this.list.reload();
  }
}
