import { computed, inject, Injectable, signal } from '@angular/core';
import type { AnyRelayEvent } from '@3cx-relay/contracts';
import { AdminSocket, ApiAccess, asFailure, type Loadable } from '@3cx-relay/ui';
import { applyEvents, boardOf, type CallBoard, EMPTY_BOARD } from './call-board-state';

/** Events are drawn together this often, however many come. */
const DRAW_EVERY_MS = 200;

/**
 * The calls of now: a snapshot, then every event after it, and the same again after each
 * reconnect, so that nothing that happened meanwhile is missed.
 */
@Injectable({ providedIn: 'root' })
export class CallsStore {
  private readonly api = inject(ApiAccess);
  private readonly socket = inject(AdminSocket);
  private readonly board = signal<CallBoard>(EMPTY_BOARD);
  private readonly read = signal<Loadable<{ asOf: string; stale: boolean }>>({ status: 'loading' });
  private waiting: AnyRelayEvent[] = [];
  private reading = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  readonly state = this.read.asReadonly();
  readonly calls = computed(() =>
    [...this.board().calls.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)),
  );
  readonly pbxAway = computed(() => {
    const state = this.read();
    return state.status === 'ready' && state.value.stale;
  });
  readonly isStale = computed(() => this.socket.state() === 'lost' || this.pbxAway());

  constructor() {
    this.socket.listen({
      connected: () => void this.reload(),
      callEvent: (event) => this.take(event),
    });
    void this.reload();
  }

  async reload(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      const answer = await this.api.admin.listCalls();
      this.board.set(boardOf(answer));
      this.read.set({ status: 'ready', value: answer, busy: false });
    } catch (error) {
      if (this.read().status !== 'ready') {
        this.read.set({ status: 'failed', failure: asFailure(error) });
      }
    } finally {
      this.reading = false;
      this.draw();
    }
  }

  private take(event: AnyRelayEvent): void {
    this.waiting.push(event);
    if (event.type === 'connection.changed') void this.reload();
    this.timer ??= setTimeout(() => this.draw(), DRAW_EVERY_MS);
  }

  private draw(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    // Until the snapshot is here, events wait for it.
    if (this.reading) return;
    const events = this.waiting;
    this.waiting = [];
    this.board.update((board) => applyEvents(board, events));
  }
}
