import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import {
  ApiAccess,
  type AuditEntry,
  Cell,
  type Column,
  PagedList,
  PagedTable,
  SearchBox,
  Time,
} from '@3cx-relay/ui';
import { AUDIT_TEXTS } from '../../texts/system';
import { TEXTS } from '../../texts/texts';

const { columns: T } = AUDIT_TEXTS;
type Sort = 'at' | 'actor' | 'action';
const COLUMNS: readonly Column<AuditEntry, Sort>[] = [
  { key: 'at', label: T.at, order: 'at' },
  { key: 'actor', label: T.actor, text: ({ actor }) => actor, order: 'actor' },
  { key: 'action', label: T.action, text: ({ action }) => action, order: 'action' },
  { key: 'subject', label: T.subject, text: ({ subject }) => subject ?? TEXTS.none },
  { key: 'address', label: T.address, text: ({ address }) => address ?? TEXTS.none },
  { key: 'detail', label: T.detail },
];

/** "role: viewer · dns: 100, 101"; what was left empty says nothing. */
export function detailText({ detail }: AuditEntry): string {
  const parts = Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : inline(value)}`);
  return parts.join(' · ') || TEXTS.none;
}

const inline = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

@Component({
  selector: 'admin-audit-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, PagedTable, SearchBox, Time],
  template: `
    <div class="stack">
      <h1>{{ texts.title }}</h1>
      <p class="muted">{{ texts.intro }}</p>
      <div class="row tools">
        <ui-search-box
          [label]="texts.search"
          [placeholder]="texts.search"
          (searched)="search.set($event)"
        />
      </div>
      <ui-paged-table
        [list]="list"
        [label]="texts.table"
        [columns]="columns"
        [rowId]="idOf"
        [filtered]="search() !== ''"
        [emptyTitle]="texts.none"
      >
        <ng-template uiCell="at" [uiCellOf]="list.rows()" let-entry>
          <ui-time [at]="entry.at" show="date" />
        </ng-template>
        <ng-template uiCell="detail" [uiCellOf]="list.rows()" let-entry>
          <span class="small wrap">{{ detailText(entry) }}</span>
        </ng-template>
      </ui-paged-table>
    </div>
  `,
})
export class AuditPage {
  private readonly api = inject(ApiAccess);
  protected readonly search = signal('');
  protected readonly texts = AUDIT_TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly list = new PagedList<AuditEntry, string, Sort>(
    this.search,
    ({ filter, ...page }) => this.api.admin.listAudit({ search: filter, ...page }),
  );
  protected readonly idOf = ({ id }: AuditEntry) => id;
  protected readonly detailText = detailText;
}
