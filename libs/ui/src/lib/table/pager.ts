import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { PAGE_SIZES, type PagedList } from '../api/paged-list';
import { UI_TEXTS } from '../ui-texts';

/** Forward and back through a list that the server hands out by cursor. */
@Component({
  selector: 'ui-pager',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (worthShowing()) {
      <nav class="row spread" [attr.aria-label]="label()">
        <label class="row small muted">
          {{ texts.pageSize }}
          <select class="select" (change)="list().resize(+$any($event.target).value)">
            @for (size of sizes; track size) {
              <option [value]="size" [selected]="size === list().pageSize()">{{ size }}</option>
            }
          </select>
        </label>
        @if (needed()) {
          <div class="row">
            <button
              type="button"
              class="button button--small"
              [disabled]="list().pageNumber() === 1"
              (click)="list().previous()"
            >
              {{ texts.previous }}
            </button>
            <span class="small muted" aria-live="polite">{{
              texts.page(list().pageNumber())
            }}</span>
            <button
              type="button"
              class="button button--small"
              [disabled]="!list().hasNext()"
              (click)="list().next()"
            >
              {{ texts.next }}
            </button>
          </div>
        }
      </nav>
    }
  `,
})
export class Pager<T, F, S extends string> {
  readonly list = input.required<PagedList<T, F, S>>();
  readonly label = input.required<string>();
  protected readonly texts = UI_TEXTS.table;
  protected readonly sizes = PAGE_SIZES;
  protected readonly needed = computed(() => this.list().isPartial());
  /** Another page size changes nothing for a list that is short. */
  protected readonly worthShowing = computed(
    () => this.needed() || this.list().rows().length > PAGE_SIZES[0],
  );
}
