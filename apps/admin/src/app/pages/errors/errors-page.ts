import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  resource,
  signal,
} from '@angular/core';
import {
  AdminSocket,
  ApiAccess,
  Cell,
  type Column,
  Command,
  count,
  type ErrorItem,
  Field,
  FormDialog,
  Icon,
  type ListErrorsQuery,
  PagedList,
  PagedTable,
  RowAction,
  SearchBox,
  Time,
  Toasts,
} from '@3cx-relay/ui';
import { componentText } from '../../parts/component-text';
import { SeverityBadge } from '../../parts/severity-badge';
import { SessionStore } from '../../session/session-store';
import { ERRORS_TEXTS } from '../../texts/system';
import { TEXTS } from '../../texts/texts';

const { columns: T } = ERRORS_TEXTS;
const SEVERITIES = ['debug', 'info', 'warning', 'error', 'critical'] as const;
type Sort = 'severity' | 'message' | 'count' | 'lastAt';
const COLUMNS: readonly Column<ErrorItem, Sort>[] = [
  { key: 'severity', label: T.severity, order: 'severity' },
  { key: 'message', label: T.message, order: 'message' },
  {
    key: 'count',
    label: T.count,
    text: (error) => count(error.count),
    order: 'count',
    align: 'end',
  },
  { key: 'last', label: T.last, order: 'lastAt' },
  { key: 'state', label: T.state },
];
const SELECT: Column<ErrorItem, Sort> = { key: 'select', label: T.select, corner: true };
const SETTLE_MS = 1_000;

@Component({
  selector: 'admin-errors-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, Field, FormDialog, Icon, PagedTable, RowAction, SearchBox, SeverityBadge, Time],
  templateUrl: './errors-page.html',
  styleUrl: './errors-page.css',
})
export class ErrorsPage {
  private readonly api = inject(ApiAccess);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(SessionStore);
  protected readonly socket = inject(AdminSocket);
  private readonly counts = resource({ loader: () => this.api.admin.countErrors() });
  protected readonly filter = signal<{
    search?: string;
    severity?: string;
    component?: string;
    acknowledged?: 'true' | 'false';
  }>({ acknowledged: 'false' });
  protected readonly texts = ERRORS_TEXTS;
  protected readonly words = TEXTS;
  protected readonly severities = SEVERITIES;
  protected readonly selected = signal<ReadonlySet<string>>(new Set());
  protected readonly command = new Command();
  protected readonly asking = signal<{ readonly ids: readonly string[] | null } | null>(null);
  protected readonly columns = computed(() =>
    this.session.isAdmin() ? [SELECT, ...COLUMNS] : COLUMNS,
  );
  protected readonly componentText = componentText;
  protected readonly components = computed(() =>
    this.counts.hasValue() ? this.counts.value().components : [],
  );
  /** As long as nobody knows how many are open, all of them can be acknowledged. */
  protected readonly nothingOpen = computed(
    () => this.counts.hasValue() && this.counts.value().unacknowledged === 0,
  );
  protected readonly filtered = computed(() => {
    const { search, severity, component } = this.filter();
    return Boolean(search ?? severity ?? component);
  });
  protected readonly list = new PagedList<ErrorItem, ListErrorsQuery, Sort>(
    this.filter,
    ({ filter, ...page }) => this.api.admin.listErrors({ ...filter, ...page }),
  );
  protected readonly askTitle = computed(() => {
    const ids = this.asking()?.ids;
    return ids ? ERRORS_TEXTS.acknowledgeTitle(ids.length) : ERRORS_TEXTS.acknowledgeAllTitle;
  });
  protected readonly idOf = ({ id }: ErrorItem) => id;

  constructor() {
    effect((onCleanup) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = this.socket.listen({
        error: () => {
          timer ??= setTimeout(() => {
            timer = undefined;
            this.refresh();
          }, SETTLE_MS);
        },
      });
      onCleanup(() => {
        clearTimeout(timer);
        stop();
      });
    });
  }

  protected narrow(
    name: 'search' | 'severity' | 'component' | 'acknowledged',
    value: string,
  ): void {
    this.selected.set(new Set());
    this.filter.update(({ [name]: _before, ...rest }) =>
      value ? { ...rest, [name]: value } : rest,
    );
  }

  protected toggle(id: string): void {
    this.selected.update((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }

  /** The ids to acknowledge, or null in their place for all that are open. */
  protected ask(asking: { readonly ids: readonly string[] | null } | null): void {
    this.command.forget();
    this.asking.set(asking);
  }

  protected async acknowledge({ note }: Readonly<Record<string, string>>): Promise<void> {
    const ids = this.asking()?.ids ?? null;
    const done = await this.command.run(() =>
      this.api.admin.acknowledgeErrors({ ...(ids ? { ids } : {}), ...(note ? { note } : {}) }),
    );
    if (!done) return;
    this.toasts.done(ERRORS_TEXTS.done);
    this.asking.set(null);
    this.selected.set(new Set());
    this.refresh();
  }

  protected selectedIds(): readonly string[] {
    return [...this.selected()];
  }

  private refresh(): void {
    this.list.reload();
    this.counts.reload();
  }
}
