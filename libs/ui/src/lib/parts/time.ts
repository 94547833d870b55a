import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { UI_TEXTS } from '../ui-texts';
import { clockTime, dateAndSecond, dateAndTime, exactTime, fromNow } from './format';
import { Ticker } from './ticker';

/** A moment in the user's zone, exact on hover. */
@Component({
  selector: 'ui-time',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (at(); as iso) {
      <time [attr.datetime]="iso" [title]="exact()">{{ text() }}</time>
    } @else {
      <span class="muted">{{ none() }}</span>
    }
  `,
  styles: `
    time {
      white-space: nowrap;
    }
  `,
})
export class Time {
  readonly at = input.required<string | null>();
  readonly show = input<'ago' | 'clock' | 'date' | 'second'>('ago');
  readonly none = input<string>(UI_TEXTS.never);
  private readonly ticker = inject(Ticker);
  protected readonly exact = computed(() => exactTime(this.at() ?? ''));
  protected readonly text = computed(() => {
    const iso = this.at() ?? '';
    switch (this.show()) {
      case 'ago':
        return fromNow(iso, this.ticker.now());
      case 'clock':
        return clockTime(iso);
      case 'date':
        return dateAndTime(iso);
      case 'second':
        return dateAndSecond(iso);
    }
  });
}
