import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { CallSummary } from '@3cx-relay/ui';
import { TEXTS } from '../texts/texts';
import { outcomeTone } from './call-words';

@Component({
  selector: 'admin-outcome-badge',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span [class]="'badge badge--' + tone()">{{ text() }}</span>`,
})
export class OutcomeBadge {
  readonly outcome = input.required<CallSummary['outcome']>();
  protected readonly tone = computed(() => outcomeTone(this.outcome()));
  protected readonly text = computed(() => TEXTS.outcome[this.outcome() ?? 'unknown']);
}
