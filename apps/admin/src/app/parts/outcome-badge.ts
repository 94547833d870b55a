import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { CallSummary } from '@3cx-relay/ui';
import { TEXTS } from '../texts/texts';
import { outcomeTone } from './call-words';

/** How a call ended, or that it has not. */
@Component({
  selector: 'admin-outcome-badge',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span [class]="'badge badge--' + tone()">{{ text() }}</span>`,
})
export class OutcomeBadge {
  readonly of = input.required<Pick<CallSummary, 'outcome' | 'endedAt'>>();
  protected readonly tone = computed(() => outcomeTone(this.of().outcome));
  protected readonly text = computed(() => {
    const { outcome, endedAt } = this.of();
    return TEXTS.outcome[outcome ?? (endedAt === null ? 'underWay' : 'unknown')];
  });
}
