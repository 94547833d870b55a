import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  inject,
  input,
  output,
} from '@angular/core';
import { Icon } from '../parts/icon';
import { UI_TEXTS } from '../ui-texts';

const PAUSE_MS = 250;

/** A search that waits until the user pauses; Enter searches at once. */
@Component({
  selector: 'ui-search-box',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <label>
      <span class="visually-hidden">{{ label() }}</span>
      <ui-icon name="search" />
      <input
        class="input"
        type="search"
        [placeholder]="placeholder()"
        [value]="value()"
        (input)="soon($any($event.target).value)"
        (keydown.enter)="now($any($event.target).value)"
      />
    </label>
  `,
  styles: `
    :host {
      flex: 1 1 14rem;
      max-width: 24rem;
    }
    label {
      position: relative;
      display: block;
    }
    ui-icon {
      position: absolute;
      inset: 0 auto 0 0.625rem;
      align-items: center;
      color: var(--muted);
    }
    .input {
      padding-left: 2.125rem;
    }
  `,
})
export class SearchBox {
  readonly label = input<string>(UI_TEXTS.table.search);
  readonly placeholder = input<string>(UI_TEXTS.table.search);
  readonly value = input('');
  readonly searched = output<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected soon(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.searched.emit(text.trim()), PAUSE_MS);
  }

  protected now(text: string): void {
    clearTimeout(this.timer);
    this.searched.emit(text.trim());
  }
}
