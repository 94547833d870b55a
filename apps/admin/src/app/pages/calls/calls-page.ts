import { ScrollingModule } from '@angular/cdk/scrolling';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DOCUMENT,
  inject,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Call, count, Icon, SearchBox, StateView } from '@3cx-relay/ui';
import { CallsStore } from '../../live/calls-store';
import { CallParties } from '../../parts/call-parties';
import { CallStateBadge } from '../../parts/call-state-badge';
import { CallTimer } from '../../parts/call-timer';
import { DIRECTION_ICONS } from '../../parts/call-words';
import { TEXTS } from '../../texts/texts';
import { CALLS_TEXTS } from '../../texts/watch';
import { type CallFilter, filterCalls } from './call-filter';

const ROW_REM = 4.25;
/** There the parties stand one below the other, over how the call is. */
const PHONE = '(max-width: 44rem)';
const PHONE_ROW_REM = 6;

/** The live board. However many calls there are, only those in sight are drawn. */
@Component({
  selector: 'admin-calls-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CallParties,
    CallStateBadge,
    CallTimer,
    Icon,
    RouterLink,
    ScrollingModule,
    SearchBox,
    StateView,
  ],
  templateUrl: './calls-page.html',
  styleUrl: './calls-page.css',
  host: { '(window:resize)': 'rowHeightPx.set(measureRow())' },
})
export class CallsPage {
  protected readonly store = inject(CallsStore);
  protected readonly texts = CALLS_TEXTS;
  protected readonly words = TEXTS;
  private readonly window = inject(DOCUMENT).defaultView;
  protected readonly rowHeightPx = signal(this.measureRow());
  protected readonly filter = signal<CallFilter>({ search: '', state: '', direction: '' });
  protected readonly found = computed(() => filterCalls(this.store.calls(), this.filter()));
  protected readonly shownOfAll = computed(() =>
    CALLS_TEXTS.shown(count(this.found().length), count(this.store.calls().length)),
  );
  protected readonly empty = computed(() =>
    this.store.calls().length === 0
      ? { title: CALLS_TEXTS.none, hint: CALLS_TEXTS.noneHint }
      : { title: CALLS_TEXTS.noMatch, hint: CALLS_TEXTS.noMatchHint },
  );

  protected readonly trackCall = (_index: number, { callId }: Call) => callId;
  protected readonly icon = ({ direction }: Call) => DIRECTION_ICONS[direction ?? 'internal'];
  protected readonly directionText = ({ direction }: Call) =>
    direction === null ? '' : TEXTS.direction[direction];

  /** Rows are of one height, so that only those in sight need be drawn; letters grow with the window. */
  protected measureRow(): number {
    const { window } = this;
    if (!window) return ROW_REM * 16;
    const rem = parseFloat(window.getComputedStyle(window.document.documentElement).fontSize);
    return Math.round(rem * (window.matchMedia(PHONE).matches ? PHONE_ROW_REM : ROW_REM));
  }

  protected narrow(change: Partial<CallFilter>): void {
    this.filter.update((filter) => ({ ...filter, ...change }));
  }
}
