import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Field } from '@3cx-relay/ui';
import { TEXTS } from '../texts/texts';

/** A new password, typed twice: the controls `next` and `repeat` of the form round it. */
@Component({
  selector: 'admin-new-password',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field],
  template: `
    <ui-field [label]="texts.next" [hint]="texts.rule" [error]="error()">
      <input
        class="input"
        type="password"
        name="next"
        autocomplete="new-password"
        minlength="12"
        required
      />
    </ui-field>
    <ui-field [label]="texts.repeat" [error]="mismatch() ? texts.mismatch : undefined">
      <input class="input" type="password" name="repeat" autocomplete="new-password" required />
    </ui-field>
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class NewPassword {
  /** What the relay found wrong with it. */
  readonly error = input<string | undefined>();
  readonly mismatch = input(false);
  protected readonly texts = TEXTS.newPassword;
}
