import { ChangeDetectionStrategy, Component, input, output, signal } from '@angular/core';
import {
  type ApiFailure,
  type ApiKey,
  type CreateApiKey,
  Field,
  FormDialog,
  listOf,
} from '@3cx-relay/ui';
import { KEYS_TEXTS } from '../../texts/integrate';
import { TEXTS } from '../../texts/texts';

type Scope = CreateApiKey['scopes'][number];
const SCOPES = Object.keys(KEYS_TEXTS.scopes) as Scope[];
const DEFAULT_RATE = 600;

/** Makes a key, or changes the one given. */
@Component({
  selector: 'admin-key-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Field, FormDialog],
  template: `
    <ui-form-dialog
      [heading]="edited() ? texts.form.editTitle : texts.form.createTitle"
      [action]="edited() ? words.save : texts.form.create"
      [busy]="busy()"
      [failure]="failure()"
      (submitted)="submit($event)"
      (closed)="closed.emit()"
    >
      <ui-field
        [label]="texts.form.clientName"
        [hint]="texts.form.clientNameHint"
        [error]="failure()?.at('clientName')"
      >
        <input
          class="input"
          name="clientName"
          maxlength="100"
          required
          [value]="edited()?.clientName ?? ''"
        />
      </ui-field>
      <fieldset class="stack">
        <legend>{{ texts.form.scopes }}</legend>
        @for (scope of scopes; track scope) {
          <label class="check">
            <input
              type="checkbox"
              [name]="'scope:' + scope"
              [checked]="edited() ? edited()?.scopes?.includes(scope) : scope === 'read'"
            />
            <span>
              {{ texts.scopes[scope] }} <span class="small muted mono">{{ scope }}</span>
            </span>
          </label>
        }
        @if (scopesMissing()) {
          <p class="small error" role="alert">{{ texts.form.scopesMissing }}</p>
        }
      </fieldset>
      <ui-field [label]="texts.form.dns" [hint]="texts.form.dnsHint" [error]="failure()?.at('dns')">
        <input class="input" name="dns" [value]="edited()?.dns?.join(', ') ?? ''" />
      </ui-field>
      <ui-field
        [label]="texts.form.networks"
        [hint]="texts.form.networksHint"
        [error]="failure()?.at('networks')"
      >
        <input class="input" name="networks" [value]="edited()?.networks?.join(', ') ?? ''" />
      </ui-field>
      <div class="two">
        <ui-field
          [label]="texts.form.expires"
          [hint]="texts.form.expiresHint"
          [error]="failure()?.at('expiresAt')"
        >
          <input
            class="input"
            type="date"
            name="expires"
            [value]="edited()?.expiresAt?.slice(0, 10) ?? ''"
          />
        </ui-field>
        <ui-field
          [label]="texts.form.rate"
          [hint]="texts.form.rateHint"
          [error]="failure()?.at('rateLimitPerMinute')"
        >
          <input
            class="input"
            type="number"
            name="rate"
            min="0"
            max="1000000"
            required
            [value]="edited()?.rateLimitPerMinute ?? defaultRate"
          />
        </ui-field>
      </div>
    </ui-form-dialog>
  `,
  styles: `
    fieldset {
      margin: 0;
      padding: var(--space-3);
      border: 1px solid var(--border);
      border-radius: var(--radius-small);
      gap: var(--space-2);
    }
    legend {
      padding: 0 var(--space-1);
      font-weight: 550;
      font-size: 0.9375rem;
    }
    .error {
      color: var(--bad);
    }
    .two {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
      gap: var(--space-4);
    }
  `,
})
export class KeyForm {
  readonly edited = input<ApiKey | null>(null);
  readonly busy = input(false);
  readonly failure = input<ApiFailure | null>(null);
  readonly submitted = output<CreateApiKey>();
  readonly closed = output();
  protected readonly texts = KEYS_TEXTS;
  protected readonly words = TEXTS;
  protected readonly scopes = SCOPES;
  protected readonly defaultRate = DEFAULT_RATE;
  protected readonly scopesMissing = signal(false);

  protected submit(values: Readonly<Record<string, string>>): void {
    const scopes = SCOPES.filter((scope) => values[`scope:${scope}`] !== undefined);
    this.scopesMissing.set(scopes.length === 0);
    if (scopes.length === 0) return;
    this.submitted.emit({
      clientName: values['clientName'] ?? '',
      scopes,
      dns: listOf(values['dns']),
      networks: listOf(values['networks']),
      expiresAt: values['expires'] ? endOfDay(values['expires']) : null,
      rateLimitPerMinute: Number(values['rate']),
    });
  }
}

/** The last moment of that day in the user's zone. */
function endOfDay(date: string): string {
  return new Date(`${date}T23:59:59.999`).toISOString();
}
