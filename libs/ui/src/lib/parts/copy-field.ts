import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import { UI_TEXTS } from '../ui-texts';
import { Icon } from './icon';

/** A value that is made to be copied, such as a key that is shown once. */
@Component({
  selector: 'ui-copy-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <code class="wrap" tabindex="0" [attr.aria-label]="label()">{{ value() }}</code>
    <button type="button" class="button" (click)="copy()">
      <ui-icon [name]="outcome() === 'copied' ? 'check' : 'copy'" />
      <span aria-live="polite">{{ texts[outcome()] }}</span>
    </button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2);
    }
    code {
      flex: 1 1 16rem;
      padding: var(--space-2) var(--space-3);
      border: 1px solid var(--border);
      border-radius: var(--radius-small);
      background: var(--surface-2);
      font: 0.875rem/1.5 var(--mono);
      /* Several values stand below one another. */
      white-space: pre-line;
      user-select: all;
    }
  `,
})
export class CopyField {
  readonly value = input.required<string>();
  readonly label = input.required<string>();
  protected readonly texts = UI_TEXTS.copy;
  protected readonly outcome = signal<keyof typeof UI_TEXTS.copy>('copy');

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.value());
      this.outcome.set('copied');
    } catch {
      // Pages that are not on HTTPS may not write to the clipboard.
      this.outcome.set('failed');
    }
  }
}
