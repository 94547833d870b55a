import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { type AdminUser, type ApiFailure, Field, FormDialog } from '@3cx-relay/ui';
import { USERS_TEXTS } from '../../texts/system';
import { TEXTS } from '../../texts/texts';

export interface UserValues {
  readonly username: string;
  /** Empty: stays as it is. */
  readonly password: string;
  readonly role: AdminUser['role'];
  readonly mustChangePassword: boolean;
  readonly enabled: boolean;
  readonly removeTotp: boolean;
}

/** Makes a user, or changes the one given. */
@Component({
  selector: 'admin-user-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field, FormDialog],
  template: `
    <ui-form-dialog
      [heading]="heading()"
      [action]="edited() ? words.save : texts.create"
      [busy]="busy()"
      [failure]="failure()"
      (submitted)="submit($event)"
      (closed)="closed.emit()"
    >
      @if (!edited()) {
        <ui-field [label]="texts.username" [error]="failure()?.at('username')">
          <input class="input" name="username" autocomplete="off" maxlength="64" required />
        </ui-field>
      }
      <ui-field
        [label]="edited() ? texts.newPassword : texts.password"
        [hint]="edited() ? texts.keepHint : texts.passwordHint"
        [error]="failure()?.at('password')"
      >
        <input
          class="input"
          type="password"
          name="password"
          autocomplete="new-password"
          minlength="12"
          [required]="!edited()"
        />
      </ui-field>
      <ui-field [label]="texts.role">
        <select class="select" name="role">
          <option value="viewer" [selected]="edited()?.role !== 'admin'">
            {{ words.role.viewer }}
          </option>
          <option value="admin" [selected]="edited()?.role === 'admin'">
            {{ words.role.admin }}
          </option>
        </select>
      </ui-field>
      <label class="check">
        <input
          type="checkbox"
          name="mustChangePassword"
          [checked]="edited()?.mustChangePassword ?? true"
        />
        <span>{{ texts.mustChange }}</span>
      </label>
      @if (edited(); as user) {
        <label class="check">
          <input type="checkbox" name="enabled" [checked]="user.enabled" />
          <span>{{ texts.enabled }}</span>
        </label>
        @if (user.totpEnabled) {
          <label class="check">
            <input type="checkbox" name="removeTotp" />
            <span>{{ texts.noTotp }}</span>
          </label>
        }
      }
    </ui-form-dialog>
  `,
})
export class UserForm {
  readonly edited = input<AdminUser | null>(null);
  readonly busy = input(false);
  readonly failure = input<ApiFailure | null>(null);
  readonly submitted = output<UserValues>();
  readonly closed = output();
  protected readonly texts = USERS_TEXTS.form;
  protected readonly words = TEXTS;

  protected heading(): string {
    const user = this.edited();
    return user ? USERS_TEXTS.form.editTitle(user.username) : USERS_TEXTS.form.createTitle;
  }

  protected submit(values: Readonly<Record<string, string>>): void {
    this.submitted.emit({
      username: values['username'] ?? '',
      password: values['password'] ?? '',
      role: values['role'] === 'admin' ? 'admin' : 'viewer',
      mustChangePassword: values['mustChangePassword'] !== undefined,
      enabled: values['enabled'] !== undefined,
      removeTotp: values['removeTotp'] !== undefined,
    });
  }
}
