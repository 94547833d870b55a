import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TEXTS } from '../texts/texts';

/** When the relay did not answer at all: nothing else can be shown honestly. */
@Component({
  selector: 'admin-unreachable-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main class="card stack">
      <h1>{{ texts.title }}</h1>
      <p class="muted">{{ texts.text }}</p>
      <div>
        <button type="button" class="button button--primary" (click)="retry()">
          {{ texts.retry }}
        </button>
      </div>
    </main>
  `,
  styles: `
    main {
      width: min(30rem, calc(100vw - 2rem));
      margin: 18vh auto 0;
    }
  `,
})
export class UnreachablePage {
  readonly to = input<string>();
  private readonly router = inject(Router);
  protected readonly texts = TEXTS.unreachable;

  protected retry(): void {
    void this.router.navigateByUrl(this.to() ?? '/');
  }
}
