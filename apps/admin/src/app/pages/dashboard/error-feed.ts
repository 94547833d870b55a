import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { type ErrorItem, Time } from '@3cx-relay/ui';
import { componentText } from '../../parts/component-text';
import { SeverityBadge } from '../../parts/severity-badge';

/** The newest open errors with what to do about each. */
@Component({
  selector: 'admin-error-feed',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [SeverityBadge, Time],
  template: `
    <ul aria-live="polite">
      @for (error of errors(); track error.id) {
        <li>
          <div class="row">
            <admin-severity-badge [severity]="error.severity" />
            <span class="small muted">{{ componentText(error.component) }}</span>
            @if (error.count > 1) {
              <span class="badge">× {{ error.count }}</span>
            }
            <span class="small muted when"><ui-time [at]="error.lastAt" /></span>
          </div>
          <p class="wrap">{{ error.message }}</p>
          @if (error.remedy; as remedy) {
            <p class="small muted wrap">{{ remedy }}</p>
          }
        </li>
      }
    </ul>
  `,
  styles: `
    li {
      padding: var(--space-2) 0;
      border-bottom: 1px solid var(--border);
      font-size: 0.9375rem;
    }
    li:last-child {
      border: 0;
    }
    .when {
      margin-left: auto;
    }
  `,
})
export class ErrorFeed {
  readonly errors = input.required<readonly ErrorItem[]>();
  protected readonly componentText = componentText;
}
