import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ApiFailure } from '../api/api-failure';
import { UI_TEXTS } from '../ui-texts';
import { Icon } from './icon';

/** Why a form was refused. What is wrong with single fields stands at them, and not here again. */
@Component({
  selector: 'ui-form-failure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @if (text(); as text) {
      <p class="notice notice--bad" role="alert">
        <ui-icon name="alert" /><span class="wrap">{{ text }}</span>
      </p>
    }
  `,
  styles: `
    :host(:empty) {
      display: none;
    }
    ui-icon {
      margin-top: 0.2rem;
      color: var(--bad);
    }
  `,
})
export class FormFailure {
  readonly of = input.required<ApiFailure | null>();
  protected readonly text = computed(() => {
    const failure = this.of();
    if (!failure) return '';
    const marked = Object.keys(failure.fields).length;
    return marked > 0 ? UI_TEXTS.failure.marked(marked) : failure.explanation;
  });
}
