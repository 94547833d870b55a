import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core';
import {
  ApiAccess,
  type ApiFailure,
  asFailure,
  CopyField,
  Dialog,
  Field,
  FormFailure,
  formValues,
  QrCode,
  StateView,
  Toasts,
  toLoadable,
  type TotpSetup,
} from '@3cx-relay/ui';
import { ACCOUNT_TEXTS } from '../../texts/system';
import { TEXTS } from '../../texts/texts';

type Step =
  | { readonly kind: 'password' | 'renew' | 'disable' }
  | { readonly kind: 'secret'; readonly setup: TotpSetup }
  | { readonly kind: 'codes'; readonly codes: readonly string[] };

/** Turns the second factor on, step by step, renews its recovery codes, and turns it off. */
@Component({
  selector: 'admin-second-factor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CopyField, Dialog, Field, FormFailure, QrCode, StateView],
  templateUrl: './second-factor.html',
})
export class SecondFactor {
  private readonly api = inject(ApiAccess);
  private readonly toasts = inject(Toasts);
  protected readonly read = resource({ loader: () => this.api.admin.totpStatus() });
  protected readonly texts = ACCOUNT_TEXTS.totp;
  protected readonly words = TEXTS;
  protected readonly status = toLoadable(this.read);
  protected readonly step = signal<Step | null>(null);
  protected readonly busy = signal(false);
  protected readonly failure = signal<ApiFailure | null>(null);

  protected go(step: Step | null): void {
    this.failure.set(null);
    this.step.set(step);
  }

  protected setUp(event: Event): Promise<void> {
    const { currentPassword = '' } = formValues(event);
    return this.run(async () => {
      this.go({ kind: 'secret', setup: await this.api.admin.setUpTotp({ currentPassword }) });
    });
  }

  protected turnOn(event: Event): Promise<void> {
    const { code = '' } = formValues(event);
    return this.run(async () => {
      const { recoveryCodes } = await this.api.admin.confirmTotp({ code });
      this.go({ kind: 'codes', codes: recoveryCodes });
    });
  }

  protected proceed(kind: 'renew' | 'disable', event: Event): Promise<void> {
    const { currentPassword = '', code = '' } = formValues(event);
    return this.run(async () => {
      if (kind === 'renew') {
        const renewed = await this.api.admin.renewRecoveryCodes({ currentPassword, code });
        this.go({ kind: 'codes', codes: renewed.recoveryCodes });
        return;
      }
      await this.api.admin.disableTotp({ currentPassword, code });
      this.go(null);
      this.toasts.done(ACCOUNT_TEXTS.totp.disabled);
    });
  }

  private async run(action: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.failure.set(null);
    try {
      await action();
      this.read.reload();
    } catch (error) {
      this.failure.set(asFailure(error));
    } finally {
      this.busy.set(false);
    }
  }
}
