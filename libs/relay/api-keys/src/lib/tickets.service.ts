import { createHash, randomBytes } from 'node:crypto';
import { RelayError, type TicketDto } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ApiKeysOptions } from './api-keys.options';
import { bytesToBase62 } from './base62';
import { KeyChecker } from './key-checker';
import type { Principal } from './principal';

const TICKET_MS = 30_000;
const TICKET = /^tkt_[0-9A-Za-z]{43}$/;

/**
 * Tickets for clients that cannot send headers. They lie in the store, so that a ticket of one
 * node opens a connection at another, and works there once.
 */
@Injectable()
export class TicketsService {
  constructor(
    private readonly db: DataSource,
    private readonly options: ApiKeysOptions,
    private readonly clock: Clock,
    private readonly keys: KeyChecker,
  ) {}

  async issue(keyId: string): Promise<TicketDto> {
    const ticket = `tkt_${bytesToBase62(randomBytes(32), 43)}`;
    const now = this.clock.now();
    const expiresAt = new Date(now + TICKET_MS);
    await this.db.query('DELETE FROM api_tickets WHERE expires_at < $1', [new Date(now)]);
    await this.db.query(
      'INSERT INTO api_tickets (pbx_id, digest, key_id, expires_at) VALUES ($1, $2, $3, $4)',
      [this.options.pbxId, digestOf(ticket), keyId, expiresAt],
    );
    return { ticket, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Burns the ticket, whatever comes of it.
   * @throws RelayError INVALID_TICKET, or what the key behind it is refused for
   */
  async redeem(ticket: string, address: string): Promise<Principal> {
    if (!TICKET.test(ticket)) throw new RelayError('INVALID_TICKET');
    const [rows]: [{ key_id: string; expires_at: Date }[], number] = await this.db.query(
      'DELETE FROM api_tickets WHERE pbx_id = $1 AND digest = $2 RETURNING key_id, expires_at',
      [this.options.pbxId, digestOf(ticket)],
    );
    const burnt = rows[0];
    if (!burnt || burnt.expires_at.getTime() <= this.clock.now()) {
      throw new RelayError('INVALID_TICKET');
    }
    return this.keys.byId(burnt.key_id, address);
  }
}

function digestOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
