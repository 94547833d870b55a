import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RelayError } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import type { EntityManager } from 'typeorm';
import type { AdminSession, RequestOrigin } from './admin-session';
import { SessionTokens } from './session-tokens';
import { type NewSession, SessionsStore } from './sessions.store';

export const SESSION_HOURS = 24;
const HOUR_MS = 3_600_000;
/** `lastSeenAt` is true to a minute; writing it with every request would be a write each. */
const TOUCH_MS = 60_000;
const USER_AGENT_MAX = 300;

type EndedListener = (sessionIds: readonly string[]) => void;

/** Opens, finds and ends sessions; whoever holds one open (a socket) is told when it ends. */
@Injectable()
export class SessionService {
  private readonly endedListeners = new Set<EndedListener>();

  constructor(
    private readonly store: SessionsStore,
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
  ) {}

  async open(userId: string, origin: RequestOrigin, tx?: EntityManager): Promise<NewSession> {
    const now = this.clock.now();
    const session: NewSession = {
      id: randomBytes(18).toString('base64url'),
      userId,
      createdAt: new Date(now),
      expiresAt: new Date(now + SESSION_HOURS * HOUR_MS),
      address: origin.address,
      userAgent: origin.userAgent?.slice(0, USER_AGENT_MAX) ?? null,
    };
    await this.store.forgetExpired(session.createdAt);
    await this.store.insert(session, tx);
    return session;
  }

  /** The session that a token names, when it is still open. */
  async ofToken(token: string): Promise<AdminSession | undefined> {
    const id = this.tokens.verify(token);
    if (id === undefined) return undefined;
    const now = new Date(this.clock.now());
    const session = await this.store.find(id, now);
    if (session && now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) {
      await this.store.touch(id, now);
    }
    return session;
  }

  /** Which of these sessions are still open, as they stand now. */
  stillOpen(ids: readonly string[]): Promise<AdminSession[]> {
    return this.store.findAll(ids, new Date(this.clock.now()));
  }

  ofUser(userId: string): Promise<AdminSession[]> {
    return this.store.ofUser(userId, new Date(this.clock.now()));
  }

  /** @throws RelayError NOT_FOUND when the user has no such session */
  async endOne(userId: string, id: string): Promise<void> {
    const ended = await this.store.end({ userId, id });
    if (ended.length === 0) throw new RelayError('NOT_FOUND', { detail: 'No such session.' });
    this.tell(ended);
  }

  /** @returns how many were ended */
  async endAll(userId: string, except?: string): Promise<number> {
    const ended = await this.store.end(except === undefined ? { userId } : { userId, except });
    this.tell(ended);
    return ended.length;
  }

  /** In another transaction; call {@link tell} with the ids once it is committed. */
  endWithin(tx: EntityManager, userId: string): Promise<string[]> {
    return this.store.end({ userId }, tx);
  }

  tell(ended: readonly string[]): void {
    if (ended.length > 0) this.endedListeners.forEach((listener) => listener(ended));
  }

  /** @returns a function that ends the listening */
  onEnded(listener: EndedListener): () => void {
    this.endedListeners.add(listener);
    return () => this.endedListeners.delete(listener);
  }
}
