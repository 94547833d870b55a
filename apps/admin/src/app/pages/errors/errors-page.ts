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
  count,
  Dialog,
  type ErrorItem,
  Field,
  formValues,
  Icon,
  PagedList,
  Pager,
  SearchBox,
  Table,
  Time,
  Toasts,
} from '@3cx-relay/ui';
import { SeverityBadge } from '../../parts/severity-badge';
import { SessionStore } from '../../session/session-store';
import { ERRORS_TEXTS } from '../../texts/system';
import { TEXTS } from '../../texts/texts';

const { columns: T } = ERRORS_TEXTS;
const SEVERITIES = ['debug', 'info', 'warning', 'error', 'critical'] as const;
const COLUMNS: readonly Column<ErrorItem>[] = [
  { key: 'severity', label: T.severity, sort: ({ severity }) => SEVERITIES.indexOf(severity) },
  { key: 'message', label: T.message, sort: ({ message }) => message },
  {
    key: 'count',
    label: T.count,
    text: (error) => count(error.count),
    sort: (error) => error.count,
    align: 'end',
  },
  { key: 'last', label: T.last, sort: ({ lastAt }) => lastAt },
  { key: 'state', label: T.state },
];
const SELECT: Column<ErrorItem> = { key: 'select', label: T.select };
const SETTLE_MS = 1_000;

@Component({
  selector: 'admin-errors-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, Dialog, Field, Icon, Pager, SearchBox, SeverityBadge, Table, Time],
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
  /** The ids to acknowledge, or null for all that are open. */
  protected readonly asking = signal<{ readonly ids: readonly string[] | null } | null>(null);
  protected readonly columns = computed(() =>
    this.session.isAdmin() ? [SELECT, ...COLUMNS] : COLUMNS,
  );
  protected readonly components = computed(() =>
    this.counts.hasValue() ? this.counts.value().components : [],
  );
  protected readonly filtered = computed(() => {
    const { search, severity, component } = this.filter();
    return Boolean(search ?? severity ?? component);
  });
  protected readonly list = new PagedList(this.filter, ({ filter, cursor, limit }) =>
    this.api.admin.listErrors({ ...filter, cursor, limit }),
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
            this.list.reload();
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
    this.list.first();
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

  protected async acknowledge(event: Event): Promise<void> {
    const ids = this.asking()?.ids ?? null;
    const note = formValues(event)['note'];
    const done = await this.toasts.attempt(
      () =>
        this.api.admin.acknowledgeErrors({
          ...(ids ? { ids } : {}),
          ...(note ? { note } : {}),
        }),
      ERRORS_TEXTS.done,
    );
    if (!done) return;
    this.asking.set(null);
    this.selected.set(new Set());
    this.list.reload();
  }

  protected selectedIds(): readonly string[] {
    return [...this.selected()];
  }
}
