import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TEXTS } from '../texts/texts';

@Component({
  selector: 'admin-not-found-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    <div class="card stack">
      <h1>{{ texts.title }}</h1>
      <p class="muted">{{ texts.text }}</p>
      <div>
        <a class="button button--primary" routerLink="/">{{ texts.home }}</a>
      </div>
    </div>
  `,
  styles: `
    .card {
      max-width: 48rem;
    }
  `,
})
export class NotFoundPage {
  protected readonly texts = TEXTS.notFound;
}
