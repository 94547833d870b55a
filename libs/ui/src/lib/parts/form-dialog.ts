import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { ApiFailure } from '../api/api-failure';
import { UI_TEXTS } from '../ui-texts';
import { Dialog } from './dialog';
import { formValues } from './field';
import { FormFailure } from './form-failure';

/** A form in a dialog: put its fields inside. What was refused stays as it was typed. */
@Component({
  selector: 'ui-form-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Dialog, FormFailure],
  template: `
    <ui-dialog [heading]="heading()" (closed)="closed.emit()">
      <form class="stack" (submit)="submitted.emit(valuesOf($event))">
        <ng-content />
        <ui-form-failure [of]="failure()" />
        <div class="row foot">
          <button class="button button--primary" [disabled]="busy()">{{ action() }}</button>
          <button type="button" class="button" (click)="closed.emit()">{{ texts.cancel }}</button>
        </div>
      </form>
    </ui-dialog>
  `,
})
export class FormDialog {
  readonly heading = input.required<string>();
  /** The word on the button that does it. */
  readonly action = input.required<string>();
  readonly busy = input(false);
  readonly failure = input<ApiFailure | null>(null);
  /** What was filled in, by the names of the controls; a box that is not ticked has no value. */
  readonly submitted = output<Readonly<Record<string, string>>>();
  readonly closed = output();
  protected readonly texts = UI_TEXTS.dialog;
  protected readonly valuesOf = formValues;
}
