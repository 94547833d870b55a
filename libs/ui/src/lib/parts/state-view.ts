import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { Loadable } from '../api/loadable';
import { UI_TEXTS } from '../ui-texts';
import { Icon } from './icon';

/**
 * What stands in place of content: a skeleton while loading, the failure with what to do, or why
 * there is nothing. What it wraps is shown when it is ready.
 */
@Component({
  selector: 'ui-state-view',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @switch (shown()) {
      @case ('loading') {
        <div [class]="cards() ? 'cards' : 'stack'" role="status" [attr.aria-label]="texts.loading">
          @for (line of lines(); track line) {
            <div class="skeleton"></div>
          }
        </div>
      }
      @case ('failed') {
        @if (failure(); as failure) {
          <div class="notice notice--bad" role="alert">
            <ui-icon name="alert" />
            <div class="stack">
              <div>
                <strong>{{ failure.title }}</strong>
                <p class="wrap">{{ failure.explanation }}</p>
                @if (failure.requestId; as id) {
                  <p class="small muted">{{ texts.failure.requestId(id) }}</p>
                }
              </div>
              <div>
                <button type="button" class="button" (click)="retry.emit()">
                  <ui-icon name="refresh" />{{ texts.failure.retry }}
                </button>
              </div>
            </div>
          </div>
        }
      }
      @case ('empty') {
        <div class="empty" [class.framed]="framed()">
          <ui-icon name="empty" />
          <strong>{{ emptyTitle() }}</strong>
          @if (emptyHint(); as hint) {
            <p class="muted">{{ hint }}</p>
          }
        </div>
      }
      @case ('ready') {
        <ng-content />
      }
    }
  `,
  styles: `
    .skeleton {
      height: var(--skeleton-height, 2.25rem);
    }
    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr));
      gap: var(--space-4);
    }
    .notice > ui-icon {
      margin-top: 0.2rem;
      color: var(--bad);
    }
    .framed {
      border: 1px solid var(--border);
      border-radius: var(--radius);
      background: var(--surface);
    }
    .empty {
      display: grid;
      justify-items: center;
      gap: var(--space-1);
      padding: var(--space-6) var(--space-4);
      text-align: center;
    }
    .empty > ui-icon {
      font-size: 1.75rem;
      color: var(--muted);
    }
    .empty p {
      max-width: 44ch;
      text-wrap: balance;
    }
  `,
})
export class StateView {
  readonly of = input.required<Loadable<unknown>>();
  readonly isEmpty = input(false);
  readonly emptyTitle = input('');
  readonly emptyHint = input('');
  /** Whether the empty state has a frame of its own: where there is no card round it. */
  readonly framed = input(false);
  readonly skeletons = input(4);
  /** Whether cards side by side are awaited, as high as `--skeleton-height` tells. */
  readonly cards = input(false);
  readonly retry = output();
  protected readonly texts = UI_TEXTS;
  protected readonly lines = computed(() => Array.from({ length: this.skeletons() }, (_, i) => i));
  protected readonly shown = computed(() => {
    const { status } = this.of();
    return status === 'ready' && this.isEmpty() ? 'empty' : status;
  });
  protected readonly failure = computed(() => {
    const loadable = this.of();
    return loadable.status === 'failed' ? loadable.failure : null;
  });
}
