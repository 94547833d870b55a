import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Call, Icon } from '@3cx-relay/ui';
import { CallParties } from '../../parts/call-parties';
import { CallStateBadge } from '../../parts/call-state-badge';
import { CallTimer } from '../../parts/call-timer';
import { DIRECTION_ICONS } from '../../parts/call-words';
import { DASHBOARD_TEXTS } from '../../texts/dashboard';
import { TEXTS } from '../../texts/texts';

const SHOWN = 8;

/** The newest calls of now. */
@Component({
  selector: 'admin-live-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CallParties, CallStateBadge, CallTimer, Icon, RouterLink],
  template: `
    <ul>
      @for (row of rows(); track row.call.callId) {
        <li>
          <ui-icon [name]="row.icon" />
          <span class="visually-hidden">{{ row.direction }}</span>
          <a class="who" [routerLink]="['/journey', row.call.callId]">
            <admin-call-parties [call]="row.call" />
          </a>
          <admin-call-timer [call]="row.call" />
          <admin-call-state-badge [state]="row.call.state" />
        </li>
      }
    </ul>
    @if (more() > 0) {
      <p class="small muted">{{ texts.more(more()) }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
      container-type: inline-size;
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto auto;
      align-items: center;
      gap: var(--space-3);
      min-height: 2.25rem;
      border-bottom: 1px solid var(--border);
      font-size: 0.9375rem;
    }
    li:last-child {
      border: 0;
    }
    ui-icon {
      color: var(--muted);
    }
    .who {
      color: inherit;
      text-decoration: none;
    }
    .who:hover {
      text-decoration: underline;
    }
    @container (max-width: 30rem) {
      li {
        grid-template-columns: auto auto minmax(0, 1fr);
        gap: 0 var(--space-3);
        padding: var(--space-1) 0 var(--space-2);
        line-height: 1.35;
      }
      ui-icon {
        grid-row: span 2;
      }
      .who {
        grid-column: span 2;
        padding-block: var(--space-1);
      }
    }
  `,
})
export class LiveCalls {
  readonly calls = input.required<readonly Call[]>();
  protected readonly texts = DASHBOARD_TEXTS.calls;
  protected readonly more = computed(() => Math.max(0, this.calls().length - SHOWN));
  protected readonly rows = computed(() =>
    this.calls()
      .slice(0, SHOWN)
      .map((call) => ({
        call,
        icon: DIRECTION_ICONS[call.direction ?? 'internal'],
        direction: call.direction === null ? '' : TEXTS.direction[call.direction],
      })),
  );
}
