import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type { Chart as ChartJs, ChartConfiguration } from 'chart.js';
import { ThemeChoice } from '../theme/theme';
import { UI_TEXTS } from '../ui-texts';

export interface ChartSeries {
  readonly label: string;
  /** A colour token such as `--ok-fill`. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly kind: 'line' | 'bar';
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly unit?: string;
}

/** A chart with its figures as a table for those who cannot see it. Chart.js is loaded when shown. */
@Component({
  selector: 'ui-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="canvas"><canvas #canvas role="img" [attr.aria-label]="label()"></canvas></div>
    <details class="small" (toggle)="tableShown.set(true)">
      <summary class="muted">
        {{ texts.asTable }}<span class="visually-hidden">: {{ label() }}</span>
      </summary>
      @if (tableShown()) {
        <div class="scroll" tabindex="0" role="region" [attr.aria-label]="label()">
          <table>
            <thead>
              <tr>
                <th scope="col">{{ texts.time }}</th>
                @for (one of data().series; track one.label) {
                  <th scope="col">{{ one.label }}</th>
                }
              </tr>
            </thead>
            <tbody>
              @for (row of rows(); track $index) {
                <tr>
                  <th scope="row">{{ row.label }}</th>
                  @for (value of row.values; track $index) {
                    <td>{{ value ?? '–' }}</td>
                  }
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </details>
  `,
  styles: `
    .canvas {
      position: relative;
      height: 14rem;
    }
    summary {
      cursor: pointer;
      width: max-content;
      padding: var(--space-1) 0;
    }
    .scroll {
      max-height: 14rem;
      overflow: auto;
    }
    th,
    td {
      padding: 0.125rem 0.5rem;
      text-align: right;
      font-weight: 400;
    }
  `,
})
export class Chart {
  readonly data = input.required<ChartData>();
  readonly label = input.required<string>();
  private readonly theme = inject(ThemeChoice);
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  private readonly systemDark = signal(false);
  protected readonly tableShown = signal(false);
  protected readonly texts = UI_TEXTS.chart;
  protected readonly rows = computed(() =>
    this.data().labels.map((label, i) => ({
      label,
      values: this.data().series.map(({ values }) => values[i] ?? null),
    })),
  );
  private chart: ChartJs | null = null;
  private drawn = 0;

  constructor() {
    const destroyed = inject(DestroyRef);
    const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
    const note = () => this.systemDark.set(dark?.matches ?? false);
    note();
    dark?.addEventListener('change', note);
    destroyed.onDestroy(() => {
      dark?.removeEventListener('change', note);
      this.chart?.destroy();
    });
    effect(() => {
      this.theme.theme();
      this.systemDark();
      void this.draw(this.data(), this.canvas().nativeElement);
    });
  }

  private async draw(data: ChartData, canvas: HTMLCanvasElement): Promise<void> {
    const drawing = ++this.drawn;
    const { makeChart } = await import('./chart-library');
    // A later drawing overtook this one while the library was loading.
    if (drawing !== this.drawn || !canvas.isConnected) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const config = configOf(data, (token) => colorOf(canvas, token), rem);
    if (!this.chart) {
      this.chart = makeChart(canvas, config);
      return;
    }
    this.chart.data = config.data;
    if (config.options) this.chart.options = config.options;
    this.chart.update('none');
  }
}

/** The colour behind a token as it stands here and now, light or dark. */
function colorOf(element: HTMLElement, token: string): string {
  const probe = element.parentElement ?? element;
  const before = probe.style.color;
  probe.style.color = `var(${token})`;
  const { color } = getComputedStyle(probe);
  probe.style.color = before;
  return color;
}

/** Without a neighbour no line leads to a value: it is drawn as a point. */
function isAlone(values: readonly (number | null)[], i: number): boolean {
  return (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;
}

function datasetsOf(data: ChartData, color: (token: string) => string) {
  return data.series.map(({ label, color: token, values }) => ({
    label,
    data: [...values],
    borderColor: color(token),
    backgroundColor: color(token),
    borderWidth: data.kind === 'line' ? 1.75 : 0,
    pointRadius: values.map((value, i) => (value !== null && isAlone(values, i) ? 2 : 0)),
    maxBarThickness: 40,
    pointHitRadius: 8,
    tension: 0.25,
  }));
}

function configOf(
  data: ChartData,
  color: (token: string) => string,
  rem: number,
): ChartConfiguration {
  const stacked = data.kind === 'bar';
  const font = { size: 0.8125 * rem };
  const text = color('--muted');
  const grid = color('--border');
  return {
    type: data.kind,
    data: { labels: [...data.labels], datasets: datasetsOf(data, color) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          stacked,
          grid: { display: false },
          ticks: { color: text, maxRotation: 0, autoSkipPadding: 24, font },
        },
        y: {
          stacked,
          beginAtZero: true,
          border: { display: false },
          grid: { color: grid },
          ticks: { color: text, precision: 0, maxTicksLimit: 5, font },
          title: { display: data.unit !== undefined, text: data.unit ?? '', color: text, font },
        },
      },
      plugins: {
        legend: { position: 'bottom', labels: { color: text, boxWidth: 10, boxHeight: 10, font } },
      },
    },
  };
}
