import { ChangeDetectionStrategy, Component } from '@angular/core';
import { ACCOUNT_TEXTS } from '../../texts/system';
import { OwnSessions } from './own-sessions';
import { PasswordForm } from './password-form';
import { SecondFactor } from './second-factor';

@Component({
  selector: 'admin-account-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [OwnSessions, PasswordForm, SecondFactor],
  template: `
    <div class="stack">
      <h1>{{ texts.title }}</h1>
      <div class="two">
        <admin-password-form />
        <admin-second-factor />
      </div>
      <admin-own-sessions />
    </div>
  `,
  styles: `
    .two {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
      gap: var(--space-4);
      align-items: start;
    }
  `,
})
export class AccountPage {
  protected readonly texts = ACCOUNT_TEXTS;
}
