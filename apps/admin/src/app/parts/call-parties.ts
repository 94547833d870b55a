import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { Call } from '@3cx-relay/ui';
import { otherSide, partyParts, partyText } from './call-words';

/**
 * Who talks with whom, side by side, or one below the other where there is no room. Names are cut
 * if need be and numbers are not: names repeat, numbers tell parties apart.
 */
@Component({
  selector: 'admin-call-parties',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (side of sides(); track $index) {
      <span class="party" [title]="side.text">
        @if (!$first) {
          <span>→&ngsp;</span>
        }
        @if (side.name) {
          <span class="name">{{ side.name }}</span>
        }
        @if (side.figures) {
          &ngsp;<span class="figures">{{ side.figures }}</span>
        }
      </span>
    }
  `,
  styles: `
    :host,
    .party {
      display: flex;
      gap: 0 0.35em;
      min-width: 0;
      max-width: 100%;
      white-space: nowrap;
    }
    :host {
      flex-wrap: wrap;
    }
    .name {
      min-width: 2ch;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .figures {
      flex: none;
      max-width: 100%;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  `,
})
export class CallParties {
  readonly call = input.required<Call>();
  protected readonly sides = computed(() =>
    [this.call().caller, otherSide(this.call())].map((party) => ({
      ...partyParts(party),
      text: partyText(party),
    })),
  );
}
