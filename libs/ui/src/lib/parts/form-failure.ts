import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { ApiFailure } from '../api/api-failure';

/** Why a form was refused. What is wrong with single fields stands at them, and not here again. */
@Component({
  selector: 'ui-form-failure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (text(); as text) {
      <p class="notice notice--bad" role="alert">{{ text }}</p>
    }
  `,
})
export class FormFailure {
  readonly of = input.required<ApiFailure | null>();
  protected readonly text = computed(() => {
    const failure = this.of();
    if (!failure) return '';
    const { code, fields, detail, advice } = failure;
    const isMarked = code === 'INVALID_REQUEST' && Object.keys(fields).length > 0;
    return isMarked ? advice : `${detail} ${advice}`.trim();
  });
}
