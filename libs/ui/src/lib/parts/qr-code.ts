import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { qrSymbolOf } from '../qr/qr-symbol';

/** What cameras need round a symbol, in modules. */
const MARGIN = 4;

/** A text to be read by a camera. Nothing is shown when it is too long: offer it as text too. */
@Component({
  selector: 'ui-qr-code',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (drawing(); as drawing) {
      <svg role="img" [attr.aria-label]="label()" [attr.viewBox]="drawing.box">
        <path [attr.d]="drawing.path" />
      </svg>
    }
  `,
  styles: `
    svg {
      display: block;
      width: 12rem;
      max-width: 100%;
      margin: 0 auto;
      border-radius: var(--radius-small);
      /* Dark on light in every theme: many cameras know no other. */
      background: #fff;
      fill: #000;
      shape-rendering: crispedges;
    }
  `,
})
export class QrCode {
  readonly value = input.required<string>();
  readonly label = input.required<string>();
  protected readonly drawing = computed(() => {
    const symbol = qrSymbolOf(this.value());
    if (!symbol) return null;
    const side = symbol.length + 2 * MARGIN;
    const squares = symbol.flatMap((line, row) =>
      line.flatMap((dark, column) => (dark ? [`M${column + MARGIN} ${row + MARGIN}h1v1h-1z`] : [])),
    );
    return { box: `0 0 ${side} ${side}`, path: squares.join('') };
  });
}
