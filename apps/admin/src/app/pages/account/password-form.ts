import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { type ApiFailure, asFailure, Field, FormFailure, formValues, Toasts } from '@3cx-relay/ui';
import { NewPassword } from '../../parts/new-password';
import { SessionStore } from '../../session/session-store';
import { ACCOUNT_TEXTS } from '../../texts/system';

@Component({
  selector: 'admin-password-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field, FormFailure, NewPassword],
  template: `
    <form class="card stack" (submit)="save($event)">
      <h2>{{ texts.title }}</h2>
      <p class="muted">{{ texts.text }}</p>
      <ui-field [label]="texts.current" [error]="failure()?.at('currentPassword')">
        <input
          class="input"
          type="password"
          name="current"
          autocomplete="current-password"
          required
        />
      </ui-field>
      <admin-new-password [error]="failure()?.at('newPassword')" [mismatch]="mismatch()" />
      <ui-form-failure [of]="failure()" />
      <div>
        <button class="button button--primary" [disabled]="busy()">{{ texts.save }}</button>
      </div>
    </form>
  `,
  styles: `
    form {
      grid-template-columns: minmax(0, 32rem);
    }
  `,
})
export class PasswordForm {
  private readonly session = inject(SessionStore);
  private readonly toasts = inject(Toasts);
  protected readonly texts = ACCOUNT_TEXTS.password;
  protected readonly busy = signal(false);
  protected readonly mismatch = signal(false);
  protected readonly failure = signal<ApiFailure | null>(null);

  protected async save(event: Event): Promise<void> {
    const form = event.target;
    const { current = '', next = '', repeat = '' } = formValues(event);
    this.mismatch.set(next !== repeat);
    if (next !== repeat) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.session.changePassword(current, next);
      if (form instanceof HTMLFormElement) form.reset();
      this.toasts.done(ACCOUNT_TEXTS.password.done);
    } catch (error) {
      this.failure.set(asFailure(error));
    } finally {
      this.busy.set(false);
    }
  }
}
