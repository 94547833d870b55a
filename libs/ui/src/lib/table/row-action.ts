import { booleanAttribute, ChangeDetectionStrategy, Component, input, output } from '@angular/core';

/** Something that can be done with one row of a table: a button whose name says with which. */
@Component({
  selector: 'ui-row-action',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button button--small"
      [class.button--danger]="dangerous()"
      [attr.aria-label]="label() + ': ' + of()"
      (click)="pressed.emit()"
    >
      {{ label() }}
    </button>
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class RowAction {
  /** The word on the button. */
  readonly label = input.required<string>();
  /** What the row is called. */
  readonly of = input.required<string>();
  readonly dangerous = input(false, { transform: booleanAttribute });
  readonly pressed = output();
}
