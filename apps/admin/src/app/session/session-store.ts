import { computed, effect, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import {
  AdminSocket,
  ApiAccess,
  type Features,
  type Login,
  type SignIn,
  type SignedInUser,
} from '@3cx-relay/ui';

export type Feature = Features['features'][number];

/** Who is signed in, and which parts of the relay are on. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  private readonly api = inject(ApiAccess);
  private readonly socket = inject(AdminSocket);
  private readonly router = inject(Router);
  private readonly current = signal<SignedInUser | null>(null);
  private readonly known = signal<Features | null>(null);
  private readonly over = signal(false);
  private asked: Promise<void> | null = null;
  private lossesSeen = 0;

  readonly user = this.current.asReadonly();
  readonly features = this.known.asReadonly();
  /** Whether the session ended by itself: sign-in then says so. */
  readonly ended = this.over.asReadonly();
  readonly isAdmin = computed(() => this.current()?.role === 'admin');

  constructor() {
    effect(() => {
      const losses = this.api.sessionLost();
      const over = losses > this.lossesSeen || this.socket.signedOut() !== null;
      this.lossesSeen = losses;
      if (over && this.current() !== null) void this.leave(true);
    });
  }

  /** Asks the server once per page load. Rejects when it cannot be reached, and may be called again. */
  ensure(): Promise<void> {
    this.asked ??= this.ask().catch((error: unknown) => {
      this.asked = null;
      throw error;
    });
    return this.asked;
  }

  async signIn(login: Login): Promise<void> {
    await this.enter(await this.api.admin.login(login));
  }

  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    // The old session ends with the old password, and its socket with it.
    this.socket.close();
    try {
      await this.enter(await this.api.admin.changePassword({ currentPassword, newPassword }));
    } catch (error) {
      if (!this.current()?.mustChangePassword) void this.socket.open();
      throw error;
    }
  }

  async signOut(): Promise<void> {
    await this.api.admin.logout();
    await this.leave(false);
  }

  has(feature: Feature): boolean {
    return this.known()?.features.includes(feature) ?? false;
  }

  private async ask(): Promise<void> {
    const { user, csrfToken } = await this.api.admin.me();
    if (user) await this.enter({ user, csrfToken: csrfToken ?? '' });
  }

  private async enter({ user, csrfToken }: SignIn): Promise<void> {
    this.api.useCsrfToken(csrfToken);
    this.over.set(false);
    if (!user.mustChangePassword) {
      this.known.set(await this.api.admin.getFeatures());
      void this.socket.open();
    }
    this.current.set(user);
  }

  private async leave(ended: boolean): Promise<void> {
    this.socket.close();
    this.api.useCsrfToken(null);
    this.current.set(null);
    this.over.set(ended);
    const to = ended ? this.router.url : undefined;
    await this.router.navigate(['/sign-in'], to ? { queryParams: { to } } : {});
  }
}
