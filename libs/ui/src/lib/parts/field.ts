import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
} from '@angular/core';

let made = 0;

/**
 * A labelled control: put one input, select or textarea inside. Hint and error describe the
 * control and are no part of its name; with an error it is marked as wrong.
 */
@Component({
  selector: 'ui-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label>
      <span class="label">{{ label() }}</span>
      <ng-content />
    </label>
    @if (hint(); as text) {
      <p class="small muted" [id]="hintId">{{ text }}</p>
    }
    @if (error(); as text) {
      <p class="small error" role="alert" [id]="errorId">{{ text }}</p>
    }
  `,
  styles: `
    :host,
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
    .error::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly hint = input<string>();
  readonly error = input<string | undefined>();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly id = `field-${++made}`;
  protected readonly hintId = `${this.id}-hint`;
  protected readonly errorId = `${this.id}-error`;
  private readonly describedBy = computed(() =>
    [...(this.hint() ? [this.hintId] : []), ...(this.error() ? [this.errorId] : [])].join(' '),
  );

  constructor() {
    afterRenderEffect(() => {
      const control = this.host.querySelector('input, select, textarea');
      if (!control) return;
      setOrRemove(control, 'aria-invalid', this.error() ? 'true' : '');
      setOrRemove(control, 'aria-describedby', this.describedBy());
    });
  }
}

function setOrRemove(element: Element, name: string, value: string): void {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
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
