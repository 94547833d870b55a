import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import {
  type ApiFailure,
  type CreateWebhook,
  Field,
  FormDialog,
  listOf,
  type Webhook,
} from '@3cx-relay/ui';
import { WEBHOOKS_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';

/** Makes an endpoint, or changes the one given. */
@Component({
  selector: 'admin-webhook-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field, FormDialog],
  template: `
    <ui-form-dialog
      [heading]="edited() ? texts.editTitle : texts.createTitle"
      [action]="edited() ? words.save : texts.create"
      [busy]="busy()"
      [failure]="failure()"
      (submitted)="submit($event)"
      (closed)="closed.emit()"
    >
      <ui-field [label]="texts.url" [hint]="texts.urlHint" [error]="failure()?.at('url')">
        <input class="input" type="url" name="url" required [value]="edited()?.url ?? ''" />
      </ui-field>
      <ui-field [label]="texts.types" [hint]="texts.typesHint" [error]="failure()?.at('types')">
        <input class="input mono" name="types" [value]="edited()?.types?.join(', ') ?? ''" />
      </ui-field>
      <ui-field [label]="texts.dns" [hint]="texts.dnsHint" [error]="failure()?.at('dns')">
        <input class="input" name="dns" [value]="edited()?.dns?.join(', ') ?? ''" />
      </ui-field>
      <ui-field [label]="texts.description" [error]="failure()?.at('description')">
        <input
          class="input"
          name="description"
          maxlength="500"
          [value]="edited()?.description ?? ''"
        />
      </ui-field>
      <label class="check">
        <input type="checkbox" name="enabled" [checked]="edited()?.enabled ?? true" />
        <span>{{ texts.enabled }}</span>
      </label>
    </ui-form-dialog>
  `,
})
export class WebhookForm {
  readonly edited = input<Webhook | null>(null);
  readonly busy = input(false);
  readonly failure = input<ApiFailure | null>(null);
  readonly submitted = output<CreateWebhook>();
  readonly closed = output();
  protected readonly texts = WEBHOOKS_TEXTS.form;
  protected readonly words = TEXTS;

  protected submit(values: Readonly<Record<string, string>>): void {
    this.submitted.emit({
      url: values['url'] ?? '',
      types: listOf(values['types']),
      dns: listOf(values['dns']),
      description: values['description'] || null,
      enabled: values['enabled'] !== undefined,
    });
  }
}
