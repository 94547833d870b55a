import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Call } from '@3cx-relay/ui';
import { TEXTS } from '../texts/texts';
import { STATE_TONES } from './call-words';

@Component({
  selector: 'admin-call-state-badge',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span [class]="'badge badge--' + tone()">{{ text() }}</span>`,
})
export class CallStateBadge {
  readonly state = input.required<Call['state']>();
  protected readonly tone = computed(() => STATE_TONES[this.state()]);
  protected readonly text = computed(() => TEXTS.callState[this.state()]);
}
