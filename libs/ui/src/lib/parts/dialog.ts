import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  DOCUMENT,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { UI_TEXTS } from '../ui-texts';
import { Icon } from './icon';

const FIRST = '[data-first], .content :is(input:not([type=checkbox]), select, textarea)';

let made = 0;

/**
 * A modal dialog: the browser's own, so that focus stays inside and Escape closes it; focus goes
 * back where it was. Show it by rendering it; `closed` asks to take it away.
 */
@Component({
  selector: 'ui-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <dialog #box [attr.aria-labelledby]="titleId" (cancel)="cancel($event)" (close)="closed.emit()">
      <header class="row spread">
        <h2 [id]="titleId">{{ heading() }}</h2>
        @if (!locked()) {
          <button
            type="button"
            class="button button--quiet button--icon"
            [attr.aria-label]="texts.close"
            (click)="closed.emit()"
          >
            <ui-icon name="close" />
          </button>
        }
      </header>
      <div class="content stack"><ng-content /></div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(34rem, calc(100vw - 2rem));
      max-height: calc(100dvh - 2rem);
      padding: 0 var(--space-5);
      border: 1px solid var(--border);
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
      box-shadow: var(--shadow-high);
      overflow: auto;
      scroll-padding-block: 4rem;
    }
    :host([wide]) dialog {
      width: min(56rem, calc(100vw - 2rem));
    }
    dialog::backdrop {
      background: rgb(10 14 20 / 50%);
    }
    /* What it is about and what can be done stay in sight, however long it is. */
    header {
      position: sticky;
      top: 0;
      z-index: 1;
      flex-wrap: nowrap;
      min-height: 4rem;
      margin: 0 calc(-1 * var(--space-5));
      padding: var(--space-4) var(--space-4) var(--space-2) var(--space-5);
      background: var(--surface);
    }
    h2 {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    header .button {
      flex: none;
    }
    .content {
      padding-bottom: var(--space-5);
    }
  `,
})
export class Dialog {
  readonly heading = input.required<string>();
  /** No way out but by what the dialog offers. */
  readonly locked = input(false);
  readonly closed = output();
  protected readonly texts = UI_TEXTS.dialog;
  protected readonly titleId = `dialog-title-${++made}`;
  private readonly box = viewChild.required<ElementRef<HTMLDialogElement>>('box');

  constructor() {
    const document = inject(DOCUMENT);
    const before = document.activeElement;
    // Taken away with its element, a dialog does not give the focus back by itself.
    inject(DestroyRef).onDestroy(() => {
      if (before?.isConnected && 'focus' in before) (before as HTMLElement).focus();
    });
    afterNextRender(() => {
      const box = this.box().nativeElement;
      box.showModal();
      // The browser would begin with the cross that closes it.
      box.querySelector<HTMLElement>(FIRST)?.focus();
    });
  }

  protected cancel(event: Event): void {
    event.preventDefault();
    if (!this.locked()) this.closed.emit();
  }
}
