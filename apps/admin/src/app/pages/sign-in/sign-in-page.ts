import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  signal,
} from '@angular/core';
import { Router } from '@angular/router';
import { type ApiFailure, asFailure, Field, FormFailure, formValues, Icon } from '@3cx-relay/ui';
import { NewPassword } from '../../parts/new-password';
import { SessionStore } from '../../session/session-store';
import { TEXTS } from '../../texts/texts';

/** Signs in; asks for the second factor when it is needed, and for a new password when it must be. */
@Component({
  selector: 'admin-sign-in-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field, FormFailure, Icon, NewPassword],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.css',
})
export class SignInPage {
  /** Where to go after, from the address. */
  readonly to = input<string>();

  private readonly router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly texts = TEXTS.signIn;
  protected readonly product = TEXTS.product;
  protected readonly busy = signal(false);
  protected readonly failure = signal<ApiFailure | null>(null);
  protected readonly askTotp = signal(false);
  protected readonly mismatch = signal(false);
  protected readonly mustChange = computed(() => this.session.user()?.mustChangePassword ?? false);
  /** Kept for the change that may follow right away, so that nobody types it twice. */
  private typedPassword = '';

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    // Whenever something more is asked, one goes on where it is to be typed.
    afterRenderEffect(() => {
      this.mustChange();
      this.askTotp();
      [...host.querySelectorAll('input')].find(({ value }) => value === '')?.focus();
    });
  }

  protected async signIn(event: Event): Promise<void> {
    const { username = '', password = '', totp = '' } = formValues(event);
    this.typedPassword = password;
    await this.attempt(() =>
      this.session.signIn({ username, password, ...(totp ? { totp } : {}) }),
    );
    if (this.failure()?.fields['totp'] !== undefined) {
      if (!this.askTotp()) this.failure.set(null);
      this.askTotp.set(true);
    }
  }

  protected async changePassword(event: Event): Promise<void> {
    const { current = this.typedPassword, next = '', repeat = '' } = formValues(event);
    this.mismatch.set(next !== repeat);
    if (next !== repeat) return;
    await this.attempt(() => this.session.changePassword(current, next));
  }

  protected get knowsPassword(): boolean {
    return this.typedPassword !== '';
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.failure.set(null);
    try {
      await action();
      if (!this.mustChange()) await this.router.navigateByUrl(this.target());
    } catch (error) {
      this.failure.set(asFailure(error));
    } finally {
      this.busy.set(false);
    }
  }

  /** Only pages of this app: an address from outside is not followed. */
  private target(): string {
    const to = this.to() ?? '/';
    return to.startsWith('/') && !to.startsWith('//') && !to.startsWith('/sign-in') ? to : '/';
  }
}
