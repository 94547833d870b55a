import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { UI_TEXTS } from '../ui-texts';
import { milliseconds } from './format';

const WIDTH = 200;
const HEIGHT = 36;

/**
 * Where the points of a line stand in a box, evenly spaced, the highest value at the top. What
 * hardly changes runs through the middle: at the top it would look like a peak.
 */
export function linePath(values: readonly number[], width = WIDTH, height = HEIGHT): string {
  if (values.length < 2) return '';
  const highest = Math.max(...values, 1);
  const top = Math.min(...values) > highest / 2 ? highest * 1.6 : highest;
  const step = width / (values.length - 1);
  return values
    .map((value, i) => {
      const y = height - 2 - (value / top) * (height - 4);
      return `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** Latencies as a small line. */
@Component({
  selector: 'ui-sparkline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 200 36" preserveAspectRatio="none" role="img" [attr.aria-label]="label()">
      @if (path(); as d) {
        <path class="area" [attr.d]="d + 'L200 36L0 36Z'" />
        <path class="line" [attr.d]="d" />
      } @else {
        <path class="line none" d="M0 34L200 34" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      color: var(--accent);
    }
    svg {
      display: block;
      width: 100%;
      height: 2.25rem;
    }
    .line {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      vector-effect: non-scaling-stroke;
    }
    .none {
      stroke: var(--off-fill);
      stroke-dasharray: 3 4;
    }
    .area {
      fill: var(--accent-soft);
    }
  `,
})
export class Sparkline {
  readonly values = input.required<readonly number[]>();
  protected readonly path = computed(() => linePath(this.values()));
  protected readonly label = computed(() => {
    const values = this.values();
    if (values.length === 0) return UI_TEXTS.uptime.unknown;
    return UI_TEXTS.latency(milliseconds(Math.min(...values)), milliseconds(Math.max(...values)));
  });
}
