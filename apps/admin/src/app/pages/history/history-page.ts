import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  ApiAccess,
  Cell,
  type Column,
  Field,
  formValues,
  type HistoryItem,
  Icon,
  type ListHistoryQuery,
  PagedList,
  PagedTable,
  queryText,
  Time,
  timer,
} from '@3cx-relay/ui';
import { otherSide, partyText } from '../../parts/call-words';
import { OutcomeBadge } from '../../parts/outcome-badge';
import { TEXTS } from '../../texts/texts';
import { HISTORY_TEXTS } from '../../texts/watch';

type HistoryFilter = Omit<ListHistoryQuery, 'limit' | 'cursor' | 'format'>;

const { columns: T } = HISTORY_TEXTS;
const seconds = (value: number | null) => (value === null ? TEXTS.none : timer(value));

const COLUMNS: readonly Column<HistoryItem, never>[] = [
  { key: 'when', label: T.when, sort: ({ startedAt }) => startedAt },
  { key: 'from', label: T.from, text: ({ caller }) => partyText(caller) },
  { key: 'to', label: T.to, text: (call) => partyText(otherSide(call)) },
  { key: 'outcome', label: T.outcome, sort: ({ outcome }) => outcome ?? '' },
  {
    key: 'ring',
    label: T.ring,
    text: ({ ringSeconds }) => seconds(ringSeconds),
    sort: ({ ringSeconds }) => ringSeconds ?? 0,
    align: 'end',
  },
  {
    key: 'talk',
    label: T.talk,
    text: ({ talkSeconds }) => seconds(talkSeconds),
    sort: ({ talkSeconds }) => talkSeconds ?? 0,
    align: 'end',
  },
  { key: 'open', label: T.open },
];

@Component({
  selector: 'admin-history-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, Field, Icon, OutcomeBadge, PagedTable, RouterLink, Time],
  templateUrl: './history-page.html',
  styleUrl: './history-page.css',
})
export class HistoryPage {
  private readonly api = inject(ApiAccess);
  protected readonly texts = HISTORY_TEXTS;
  protected readonly words = TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly filter = signal<HistoryFilter>({});
  protected readonly filtered = computed(() => queryText(this.filter()) !== '');
  protected readonly list = new PagedList(this.filter, ({ filter, cursor, limit }) =>
    this.api.admin.listHistory({ ...filter, cursor, limit }),
  );
  protected readonly csvAddress = computed(
    () => this.api.admin.listHistoryAddress + queryText({ ...this.filter(), format: 'csv' }),
  );
  protected readonly idOf = ({ callId }: HistoryItem) => callId;
  protected readonly party = partyText;

  protected apply(event: Event): void {
    const { start, end, direction, extension, number, answered } = formValues(event);
    this.filter.set({
      start: start || undefined,
      end: end || undefined,
      direction: DIRECTIONS.find((one) => one === direction),
      extension: extension || undefined,
      number: number || undefined,
      answered: ANSWERED.find((one) => one === answered),
    });
  }

  protected clear(): void {
    this.filter.set({});
  }
}

const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;
const ANSWERED = ['true', 'false'] as const;
