import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PARTS_TEXTS } from '../../texts/system';

/** What a part of the relay does that has its own place, and where that place is. */
@Component({
  selector: 'admin-part-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <div class="stack">
      <h1>{{ texts().title }}</h1>
      <section class="card stack">
        <p>{{ texts().text }}</p>
        <p>
          {{ texts().where }} <code class="mono">{{ texts().address }}</code>, {{ texts().how }}
        </p>
        <div>
          <a class="button" routerLink="/errors">{{ errors }}</a>
        </div>
      </section>
    </div>
  `,
  styles: `
    .card {
      max-width: 48rem;
    }
  `,
})
export class PartPage {
  /** From the route. */
  readonly part = input.required<'callLogging' | 'callGroups' | 'softphone'>();
  protected readonly texts = computed(() => PARTS_TEXTS[this.part()]);
  protected readonly errors = PARTS_TEXTS.errors;
}
