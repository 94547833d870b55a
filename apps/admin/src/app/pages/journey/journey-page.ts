import { JsonPipe } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  resource,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { AdminSocket, ApiAccess, StateView, Time, toLoadable, valueOf } from '@3cx-relay/ui';
import { CallStateBadge } from '../../parts/call-state-badge';
import { partyText } from '../../parts/call-words';
import { OutcomeBadge } from '../../parts/outcome-badge';
import { TEXTS } from '../../texts/texts';
import { JOURNEY_TEXTS } from '../../texts/watch';
import { entryWords } from './entry-words';

const SETTLE_MS = 500;

/** All that became of one call; it follows the call while it goes on. */
@Component({
  selector: 'admin-journey-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CallStateBadge, JsonPipe, OutcomeBadge, RouterLink, StateView, Time],
  templateUrl: './journey-page.html',
  styleUrl: './journey-page.css',
})
export class JourneyPage {
  readonly callId = input.required<string>();
  private readonly api = inject(ApiAccess);
  private readonly socket = inject(AdminSocket);
  private readonly read = resource({
    params: () => this.callId(),
    loader: ({ params }) => this.api.admin.getJourney(params),
  });
  protected readonly texts = JOURNEY_TEXTS;
  protected readonly words = TEXTS;
  protected readonly party = partyText;
  protected readonly journey = toLoadable(this.read);
  protected readonly call = computed(() => valueOf(this.journey())?.call ?? null);
  protected readonly related = computed(() => valueOf(this.journey())?.related ?? []);
  protected readonly entries = computed(() =>
    (valueOf(this.journey())?.entries ?? []).map((entry, index) => ({
      id: index,
      at: entry.at,
      ...entryWords(entry),
    })),
  );

  constructor() {
    effect((onCleanup) => {
      const subject = `calls/${this.callId()}`;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = this.socket.listen({
        connected: () => this.reload(),
        callEvent: (event) => {
          if (event.subject !== subject) return;
          clearTimeout(timer);
          timer = setTimeout(() => this.reload(), SETTLE_MS);
        },
      });
      onCleanup(() => {
        clearTimeout(timer);
        stop();
      });
    });
  }

  protected reload(): void {
    this.read.reload();
  }
}
