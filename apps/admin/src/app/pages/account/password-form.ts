import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { type ApiFailure, asFailure, Field, formValues, Toasts } from '@3cx-relay/ui';
import { SessionStore } from '../../session/session-store';
import { ACCOUNT_TEXTS } from '../../texts/system';

@Component({
  selector: 'admin-password-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field],
  template: `
    <form class="card stack" (submit)="save($event)">
      <h2>{{ texts.title }}</h2>
      <p class="muted">{{ texts.text }}</p>
      <ui-field [label]="texts.current">
        <input
          class="input"
          type="password"
          name="current"
          autocomplete="current-password"
          required
        />
      </ui-field>
      <ui-field
        [label]="texts.next"
        [hint]="texts.rule"
        [error]="failure()?.fields?.['newPassword']"
      >
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
      @if (failure(); as failure) {
        <p class="notice notice--bad" role="alert">{{ failure.detail }} {{ failure.advice }}</p>
      }
      <div>
        <button class="button button--primary" [disabled]="busy()">{{ texts.save }}</button>
      </div>
    </form>
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
