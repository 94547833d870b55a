import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { StatsNowDto } from '@3cx-relay/contracts';
import { count, duration } from '@3cx-relay/ui';
import { DASHBOARD_TEXTS } from '../../texts/dashboard';

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly tone?: 'bad';
}

const { tiles: T, kinds } = DASHBOARD_TEXTS;
const NOTABLE_ERROR_RATE = 0.01;

/** The figures of now as tiles, in the order in which one wants to know them. */
export function tilesOf(stats: StatsNowDto): readonly Tile[] {
  const { byOutcome, total } = stats.calls.today;
  const rate = stats.requests.errorRate;
  const { dashboard, ...programs } = stats.clients.byKind;
  const connected = Object.entries(programs)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${kinds[kind as keyof typeof kinds]}`);
  if (dashboard > 0) connected.push(T.dashboards(dashboard));
  return [
    { label: T.activeCalls, value: count(stats.calls.active), hint: '' },
    { label: T.answered, value: count(byOutcome.answered), hint: T.ofTotal(count(total)) },
    {
      label: T.missed,
      value: count(byOutcome.missed + byOutcome.abandoned + byOutcome.rejected),
      hint: T.missedHint,
    },
    { label: T.events, value: count(stats.eventsPerMinute), hint: '' },
    {
      label: T.clients,
      value: count(stats.clients.total),
      hint: connected.join(', ') || T.noClients,
    },
    {
      label: T.requests,
      value: count(stats.requests.lastMinute),
      hint: T.requestsHint(count(stats.requests.today)),
    },
    {
      label: T.errorRate,
      value: rate === null ? '–' : `${(rate * 100).toFixed(rate > 0 && rate < 0.1 ? 1 : 0)} %`,
      hint: T.errorRateHint,
      ...(rate !== null && rate >= NOTABLE_ERROR_RATE ? { tone: 'bad' as const } : {}),
    },
    { label: T.uptime, value: duration(stats.uptimeSeconds), hint: stats.version },
  ];
}

@Component({
  selector: 'admin-stat-tiles',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dl [attr.aria-label]="label">
      @for (tile of tiles(); track tile.label) {
        <div class="card">
          <dt class="small muted">{{ tile.label }}</dt>
          <dd [class.bad]="tile.tone === 'bad'">{{ tile.value }}</dd>
          <dd class="small muted hint">{{ tile.hint }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: var(--space-3);
    }
    @media (min-width: 50rem) {
      dl {
        grid-template-columns: repeat(4, minmax(0, 1fr));
      }
    }
    @media (min-width: 110rem) {
      dl {
        grid-template-columns: repeat(8, minmax(0, 1fr));
      }
    }
    .card {
      padding: var(--space-3) var(--space-4);
    }
    dd:not(.hint) {
      font-size: 1.5rem;
      font-weight: 600;
      line-height: 1.3;
      letter-spacing: -0.015em;
    }
    .bad {
      color: var(--bad);
    }
    .hint {
      min-height: 1.3em;
      line-height: 1.3;
    }
  `,
})
export class StatTiles {
  readonly stats = input.required<StatsNowDto>();
  protected readonly label = T.label;
  protected readonly tiles = computed(() => tilesOf(this.stats()));
}
