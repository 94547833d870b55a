import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { AdminSocket, type IconName, Icon, ThemeChoice, Time, Toasts } from '@3cx-relay/ui';
import { SessionStore } from '../session/session-store';
import { TEXTS } from '../texts/texts';
import { navigationFor } from './navigation';

const THEME_ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const satisfies Record<
  string,
  IconName
>;

/** What is round every page: navigation, whether what one sees is live, theme and account. */
@Component({
  selector: 'admin-shell',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink, RouterLinkActive, RouterOutlet, Time],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  host: { '(document:keydown.escape)': 'menuOpen.set(false)' },
})
export class Shell {
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(SessionStore);
  protected readonly socket = inject(AdminSocket);
  protected readonly theme = inject(ThemeChoice);
  protected readonly texts = TEXTS;
  protected readonly menuOpen = signal(false);
  protected readonly groups = computed(() =>
    navigationFor(this.session.isAdmin(), this.session.features()?.features ?? []),
  );
  protected readonly themeIcon = computed(() => THEME_ICONS[this.theme.theme()]);
  protected readonly themeLabel = computed(() => TEXTS.theme[this.theme.theme()]);
  protected readonly unacknowledged = computed(
    () => this.socket.stats()?.errors.unacknowledged ?? 0,
  );
  protected readonly lostSince = computed(() => this.socket.lostSince()?.toISOString() ?? null);

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
    } catch (error) {
      this.toasts.failed(error);
    }
  }
}
