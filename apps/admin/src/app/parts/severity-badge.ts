import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type ErrorItem, Icon } from '@3cx-relay/ui';
import { TEXTS } from '../texts/texts';

const TONES = {
  debug: 'off',
  info: 'accent',
  warning: 'warn',
  error: 'bad',
  critical: 'bad',
} as const satisfies Record<ErrorItem['severity'], string>;

@Component({
  selector: 'admin-severity-badge',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <span [class]="'badge badge--' + tone()">
      @if (loud()) {
        <ui-icon name="alert" />
      }
      {{ text() }}
    </span>
  `,
})
export class SeverityBadge {
  readonly severity = input.required<ErrorItem['severity']>();
  protected readonly tone = computed(() => TONES[this.severity()]);
  protected readonly loud = computed(() => ['error', 'critical'].includes(this.severity()));
  protected readonly text = computed(() => TEXTS.severity[this.severity()]);
}
