import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { CopyField } from './copy-field';
import { Dialog } from './dialog';
import { Time } from './time';

/** The words round a secret. */
export interface SecretTexts {
  readonly title: string;
  readonly text: string;
  /** What it is. */
  readonly label: string;
  /** Before the moment when the one before it dies. */
  readonly until: string;
  readonly done: string;
}

/** Shows a secret the one time that it is known; nothing but saying so takes it away. */
@Component({
  selector: 'ui-secret-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CopyField, Dialog, Time],
  template: `
    <ui-dialog [heading]="texts().title" [locked]="true">
      <p>{{ texts().text }}</p>
      <ui-copy-field [value]="secret()" [label]="texts().label" />
      @if (previousValidUntil(); as until) {
        <p class="muted">{{ texts().until }} <ui-time [at]="until" show="date" />.</p>
      }
      <div class="row foot">
        <button type="button" class="button button--primary" (click)="closed.emit()">
          {{ texts().done }}
        </button>
      </div>
    </ui-dialog>
  `,
})
export class SecretDialog {
  readonly secret = input.required<string>();
  readonly texts = input.required<SecretTexts>();
  readonly previousValidUntil = input<string | null>(null);
  readonly closed = output();
}
