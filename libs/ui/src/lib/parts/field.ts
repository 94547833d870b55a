import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** A labelled control: put one input, select or textarea inside. */
@Component({
  selector: 'ui-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label>
      <span class="label">{{ label() }}</span>
      <ng-content />
      @if (hint(); as text) {
        <span class="small muted">{{ text }}</span>
      }
      @if (error(); as text) {
        <span class="small error" role="alert">{{ text }}</span>
      }
    </label>
  `,
  styles: `
    label {
      display: grid;
      gap: var(--space-1);
    }
    .label {
      font-weight: 550;
      font-size: 0.9375rem;
    }
    .error {
      color: var(--bad);
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly hint = input<string>();
  readonly error = input<string | undefined>();
}

/** The values of a submitted form by the names of its controls; the page does not reload. */
export function formValues(event: Event): Readonly<Record<string, string>> {
  event.preventDefault();
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return {};
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  );
}

/** "101, 102" as a list; null when there is nothing in it. */
export function listOf(text: string | undefined): string[] | null {
  const parts = (text ?? '').split(/[\s,;]+/).filter((part) => part !== '');
  return parts.length > 0 ? parts : null;
}
