import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import {
  ApiAccess,
  type CallSummary,
  Cell,
  type Column,
  PagedList,
  PagedTable,
  SearchBox,
  StateView,
  Time,
} from '@3cx-relay/ui';
import { partyText } from '../../parts/call-words';
import { OutcomeBadge } from '../../parts/outcome-badge';
import { JOURNEY_TEXTS } from '../../texts/watch';

const MIN_LENGTH = 3;
const { columns: T } = JOURNEY_TEXTS;
type Sort = 'startedAt';
const COLUMNS: readonly Column<CallSummary, Sort>[] = [
  { key: 'when', label: T.when, order: 'startedAt' },
  { key: 'from', label: T.from, text: ({ caller }) => partyText(caller) },
  { key: 'to', label: T.to, text: ({ callee }) => partyText(callee) },
  { key: 'outcome', label: T.outcome, sort: ({ outcome }) => outcome ?? '' },
  { key: 'open', label: T.open },
];
const NOTHING = { items: [], nextCursor: null };
const READY = { status: 'ready', value: null, busy: false } as const;

/** Finds calls; the search is in the address, so that it can be shared and gone back to. */
@Component({
  selector: 'admin-journey-search-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, OutcomeBadge, PagedTable, RouterLink, SearchBox, StateView, Time],
  template: `
    <div class="stack">
      <h1>{{ texts.title }}</h1>
      <p class="muted">{{ texts.intro }}</p>
      <div class="row tools">
        <ui-search-box
          [label]="texts.search"
          [placeholder]="texts.search"
          [value]="search() ?? ''"
          (searched)="find($event)"
        />
      </div>
      @if (wanted()) {
        <ui-paged-table
          [list]="list"
          [label]="texts.table"
          [columns]="columns"
          [rowId]="idOf"
          [emptyTitle]="texts.none"
          [emptyHint]="texts.noneHint"
        >
          <ng-template uiCell="when" [uiCellOf]="list.rows()" let-call>
            <ui-time [at]="call.startedAt" show="date" />
          </ng-template>
          <ng-template uiCell="outcome" [uiCellOf]="list.rows()" let-call>
            <admin-outcome-badge [of]="call" />
          </ng-template>
          <ng-template uiCell="open" [uiCellOf]="list.rows()" let-call>
            <a
              [routerLink]="['/journey', call.callId]"
              [attr.aria-label]="texts.open + ': ' + party(call.caller)"
              >{{ texts.open }}</a
            >
          </ng-template>
        </ui-paged-table>
      } @else {
        <ui-state-view
          [framed]="true"
          [of]="ready"
          [isEmpty]="true"
          [emptyTitle]="texts.begin"
          [emptyHint]="search() ? texts.searchHint : texts.beginHint"
        />
      }
    </div>
  `,
})
export class JourneySearchPage {
  /** From the address. */
  readonly search = input<string>();
  private readonly api = inject(ApiAccess);
  private readonly router = inject(Router);
  protected readonly texts = JOURNEY_TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly ready = READY;
  protected readonly wanted = computed(() => {
    const search = this.search()?.trim() ?? '';
    return search.length >= MIN_LENGTH ? search : '';
  });
  protected readonly list = new PagedList<CallSummary, string, Sort>(
    this.wanted,
    async ({ filter, ...page }) =>
      filter ? this.api.admin.searchJourneys({ search: filter, ...page }) : NOTHING,
  );
  protected readonly idOf = ({ callId }: CallSummary) => callId;
  protected readonly party = partyText;

  protected find(search: string): void {
    void this.router.navigate([], { queryParams: { search: search || null }, replaceUrl: true });
  }
}
