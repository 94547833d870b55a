import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Uptime, UptimeBar } from '../../generated/admin-api';
import { UI_TEXTS } from '../ui-texts';
import { dateAndTime, percent } from './format';

const GOOD_PERCENT = 99.9;
const FAIR_PERCENT = 95;

/** How a bar is painted: nothing known, good, fair or bad. */
export function toneOf({ uptimePercent, worst }: UptimeBar): 'off' | 'ok' | 'warn' | 'bad' {
  if (uptimePercent === null || worst === 'disabled') return 'off';
  if (uptimePercent >= GOOD_PERCENT) return 'ok';
  return uptimePercent >= FAIR_PERCENT ? 'warn' : 'bad';
}

/** One bar per stretch of time, oldest first; the words say the same as the colours. */
@Component({
  selector: 'ui-uptime-bars',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="bars" role="img" [attr.aria-label]="summary()">
      @for (bar of bars(); track bar.from) {
        <i [class]="bar.tone" [title]="bar.title"></i>
      }
    </div>
    <div class="row spread small">
      <span class="muted">{{ label() }}</span>
      <span>{{ total() }}</span>
    </div>
  `,
  styles: `
    .bars {
      display: flex;
      gap: 1px;
      height: 1.5rem;
      margin-bottom: 0.125rem;
    }
    i {
      flex: 1;
      border-radius: 1px;
      background: var(--off-fill);
    }
    .ok {
      background: var(--ok-fill);
    }
    .warn {
      background: var(--warn-fill);
    }
    .bad {
      background: var(--bad-fill);
    }
  `,
})
export class UptimeBars {
  readonly of = input.required<Uptime>();
  readonly label = input.required<string>();
  protected readonly total = computed(() => percent(this.of().uptimePercent));
  protected readonly summary = computed(() =>
    UI_TEXTS.uptime.summary(this.label(), percent(this.of().uptimePercent)),
  );
  protected readonly bars = computed(() =>
    this.of().bars.map((bar) => ({
      from: bar.from,
      tone: toneOf(bar),
      title: UI_TEXTS.uptime.bar(dateAndTime(bar.from), percent(bar.uptimePercent)),
    })),
  );
}
