import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import {
  type ApiFailure,
  type CreateWebhook,
  Dialog,
  Field,
  formValues,
  listOf,
  type Webhook,
} from '@3cx-relay/ui';
import { WEBHOOKS_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';

/** Makes an endpoint, or changes the one given. */
@Component({
  selector: 'admin-webhook-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Dialog, Field],
  template: `
    <ui-dialog [heading]="edited() ? texts.editTitle : texts.createTitle" (closed)="closed.emit()">
      <form class="stack" (submit)="submit($event)">
        <ui-field [label]="texts.url" [hint]="texts.urlHint" [error]="errorOf('url')">
          <input class="input" type="url" name="url" required [value]="edited()?.url ?? ''" />
        </ui-field>
        <ui-field [label]="texts.types" [hint]="texts.typesHint" [error]="errorOf('types')">
          <input class="input mono" name="types" [value]="edited()?.types?.join(', ') ?? ''" />
        </ui-field>
        <ui-field [label]="texts.dns" [hint]="texts.dnsHint" [error]="errorOf('dns')">
          <input class="input" name="dns" [value]="edited()?.dns?.join(', ') ?? ''" />
        </ui-field>
        <ui-field [label]="texts.description" [error]="errorOf('description')">
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
        @if (failure(); as failure) {
          <p class="notice notice--bad" role="alert">{{ failure.detail }} {{ failure.advice }}</p>
        }
        <div class="row">
          <button class="button button--primary" [disabled]="busy()">
            {{ edited() ? words.save : texts.create }}
          </button>
          <button type="button" class="button" (click)="closed.emit()">{{ words.cancel }}</button>
        </div>
      </form>
    </ui-dialog>
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

  /** Of the field itself or of one entry of its list. */
  protected errorOf(field: string): string | undefined {
    const fields = this.failure()?.fields ?? {};
    return Object.entries(fields).find(([name]) => name.split(/[.[]/)[0] === field)?.[1];
  }

  protected submit(event: Event): void {
    const values = formValues(event);
    this.submitted.emit({
      url: values['url'] ?? '',
      types: listOf(values['types']),
      dns: listOf(values['dns']),
      description: values['description'] || null,
      enabled: values['enabled'] !== undefined,
    });
  }
}
