import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type Call, exactTime, Ticker, timer } from '@3cx-relay/ui';

/** How long a call talks, or rings while nobody took it. */
@Component({
  selector: 'admin-call-timer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span class="mono" [title]="title()">{{ text() }}</span>`,
})
export class CallTimer {
  readonly call = input.required<Call>();
  private readonly ticker = inject(Ticker);
  private readonly from = computed(() => this.call().answeredAt ?? this.call().startedAt);
  protected readonly title = computed(() => exactTime(this.from()));
  protected readonly text = computed(() =>
    timer((this.ticker.now() - Date.parse(this.from())) / 1_000),
  );
}
