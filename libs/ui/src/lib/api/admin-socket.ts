import { Injectable, signal } from '@angular/core';
import type {
  AdminServerEvents,
  AdminSignedOutMessage,
  AdminStatusMessage,
  AnyRelayEvent,
  ErrorItemDto,
  StatsNowDto,
} from '@3cx-relay/contracts';
import type { Socket } from 'socket.io-client';

export const LIVE_STATES = ['connecting', 'live', 'lost'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** What comes one by one; `connected` is told after every (re)connect. */
export interface LiveHandlers {
  readonly callEvent: (event: AnyRelayEvent) => void;
  readonly error: (error: ErrorItemDto) => void;
  readonly connected: () => void;
}

/** Socket.IO wants a type, not an interface. */
type AdminSocketConnection = Socket<{ [K in keyof AdminServerEvents]: AdminServerEvents[K] }>;

const SOCKET_PATH = '/relay/socket.io';

/** The namespace `/admin`: what it pushes, as signals, and whether it can be believed. */
@Injectable({ providedIn: 'root' })
export class AdminSocket {
  private readonly stateNow = signal<LiveState>('connecting');
  private readonly lostAt = signal<Date | null>(null);
  private readonly statusNow = signal<AdminStatusMessage | null>(null);
  private readonly statsNow = signal<StatsNowDto | null>(null);
  private readonly signedOutBy = signal<AdminSignedOutMessage | null>(null);
  private readonly handlers = new Set<Partial<LiveHandlers>>();
  private socket: AdminSocketConnection | null = null;

  readonly state = this.stateNow.asReadonly();
  readonly lostSince = this.lostAt.asReadonly();
  readonly status = this.statusNow.asReadonly();
  readonly stats = this.statsNow.asReadonly();
  readonly signedOut = this.signedOutBy.asReadonly();

  /** Connects, and keeps connecting. The library is loaded when it is first needed. */
  async open(): Promise<void> {
    if (this.socket) return;
    const { io } = await import('socket.io-client');
    if (this.socket) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const socket: AdminSocketConnection = io('/admin', {
      path: SOCKET_PATH,
      auth: { timeZone },
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: 5_000,
    });
    this.socket = socket;
    socket.on('connect', () => {
      this.stateNow.set('live');
      this.lostAt.set(null);
      for (const { connected } of this.handlers) connected?.();
    });
    socket.on('disconnect', () => this.markLost());
    socket.on('connect_error', () => this.markLost());
    socket.on('status', (message) => this.statusNow.set(message));
    socket.on('stats', (message) => this.statsNow.set(message));
    socket.on('signed_out', (message) => this.signedOutBy.set(message));
    socket.on('error', (message) => this.tell('error', message));
    socket.on('call_event', (event) => this.tell('callEvent', event));
  }

  close(): void {
    this.socket?.close();
    this.socket = null;
    this.stateNow.set('connecting');
    this.lostAt.set(null);
    this.statusNow.set(null);
    this.statsNow.set(null);
    this.signedOutBy.set(null);
  }

  /** Hears messages that come one by one; the answer ends it. */
  listen(handlers: Partial<LiveHandlers>): () => void {
    this.handlers.add(handlers);
    return () => this.handlers.delete(handlers);
  }

  private tell<K extends 'error' | 'callEvent'>(
    name: K,
    message: Parameters<LiveHandlers[K]>[0],
  ): void {
    for (const handlers of this.handlers) {
      const handler = handlers[name] as ((message: unknown) => void) | undefined;
      handler?.(message);
    }
  }

  private markLost(): void {
    this.stateNow.set('lost');
    this.lostAt.update((since) => since ?? new Date());
  }
}
