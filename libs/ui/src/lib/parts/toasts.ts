import { ChangeDetectionStrategy, Component, inject, Injectable, signal } from '@angular/core';
import { asFailure } from '../api/api-failure';
import { UI_TEXTS } from '../ui-texts';
import { Icon } from './icon';

const SHOWN_MS = 6_000;

export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'bad';
  readonly text: string;
}

/** Short news on what the user just did. Failures stay until they are dismissed. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly list = signal<readonly Toast[]>([]);
  private made = 0;
  readonly shown = this.list.asReadonly();

  done(text: string): void {
    const { id } = this.add('ok', text);
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  /** News that is bad though nothing failed here, such as what another program answered. */
  bad(text: string): void {
    this.add('bad', text);
  }

  failed(error: unknown): void {
    this.bad(asFailure(error).explanation);
  }

  dismiss(id: number): void {
    this.list.update((list) => list.filter((toast) => toast.id !== id));
  }

  /** Does it, says how it went, and answers whether it succeeded. */
  async attempt(action: () => Promise<unknown>, done: string): Promise<boolean> {
    try {
      await action();
    } catch (error) {
      this.failed(error);
      return false;
    }
    this.done(done);
    return true;
  }

  private add(tone: Toast['tone'], text: string): Toast {
    const toast = { id: ++this.made, tone, text };
    this.list.update((list) => [...list.slice(-3), toast]);
    return toast;
  }
}

@Component({
  selector: 'ui-toasts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <div role="status" aria-live="polite">
      @for (toast of toasts.shown(); track toast.id) {
        <p [class]="'notice notice--' + toast.tone">
          <ui-icon [name]="toast.tone === 'ok' ? 'check' : 'alert'" />
          <span class="wrap">{{ toast.text }}</span>
          <button
            type="button"
            class="button button--quiet button--icon button--small"
            [attr.aria-label]="texts.dismiss"
            (click)="toasts.dismiss(toast.id)"
          >
            <ui-icon name="close" />
          </button>
        </p>
      }
    </div>
  `,
  styles: `
    div {
      position: fixed;
      right: var(--space-4);
      bottom: var(--space-4);
      z-index: 30;
      display: grid;
      gap: var(--space-2);
      width: min(26rem, calc(100vw - 2rem));
      pointer-events: none;
    }
    p {
      align-items: center;
      background: var(--surface);
      box-shadow: var(--shadow-high);
      pointer-events: auto;
    }
    .notice--bad {
      background: var(--bad-soft);
    }
    ui-icon {
      color: var(--ok);
    }
    .notice--bad ui-icon {
      color: var(--bad);
    }
    span {
      flex: 1;
    }
  `,
})
export class ToastHost {
  protected readonly toasts = inject(Toasts);
  protected readonly texts = UI_TEXTS.toast;
}
