import { compare, hash } from 'bcrypt';
import {
  type ApiKeyDto,
  type ApiKeyListDto,
  type ApiKeyQuery,
  type ApiKeyUsageDto,
  type ApiKeyWithSecretDto,
  type CreateApiKeyRequest,
  RelayError,
  type UpdateApiKeyRequest,
} from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { type ApiKey, toDto } from './api-key';
import { ApiKeysStore } from './api-keys.store';
import { KeyConnections } from './key-connections';
import { KeyDirectory } from './key-directory';
import { mintKeyId, mintSecret, readKey, writeKey } from './key-format';
import { UsageRecorder } from './usage.recorder';

const BCRYPT_COST = 10;
/** Requests a minute. */
const DEFAULT_RATE_LIMIT = 600;
const DEFAULT_OVERLAP_HOURS = 24;
const DEFAULT_USAGE_DAYS = 30;
const HOUR_MS = 3_600_000;

/** Management of keys, for administrators. Changes count at once, on every node. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly store: ApiKeysStore,
    private readonly directory: KeyDirectory,
    private readonly usage: UsageRecorder,
    private readonly clock: Clock,
    private readonly connections: KeyConnections,
  ) {}

  /** The key is in this answer alone. */
  async create(request: CreateApiKeyRequest): Promise<ApiKeyWithSecretDto> {
    return this.insert(mintKeyId(), mintSecret(), request);
  }

  /**
   * Makes sure that a key whose text is known works, such as the demo key.
   * @throws RelayError INVALID_REQUEST when the text is no key
   */
  async ensureKey(text: string, request: CreateApiKeyRequest): Promise<void> {
    const parts = readKey(text);
    if (!parts) throw new RelayError('INVALID_REQUEST', { detail: 'This is not an API key.' });
    const known = await this.store.find(parts.id);
    const fits = known?.revokedAt === null && (await compare(parts.secret, known.secretHash));
    if (!fits) await this.insert(parts.id, parts.secret, request);
  }

  /** @throws RelayError NOT_FOUND */
  async get(id: string): Promise<ApiKeyDto> {
    return this.dto(await this.existing(id));
  }

  /** Newest first. @throws RelayError INVALID_REQUEST for a cursor that is not ours */
  async list(query: ApiKeyQuery): Promise<ApiKeyListDto> {
    const { keys, nextCursor } = await this.store.list(query, this.clock.now());
    return { items: keys.map((key) => this.dto(key)), nextCursor };
  }

  /** @throws RelayError NOT_FOUND, or CONFLICT when it was revoked */
  async update(id: string, change: UpdateApiKeyRequest): Promise<ApiKeyDto> {
    const key = await this.usable(id);
    return this.dto(
      await this.save({
        ...key,
        clientName: change.clientName ?? key.clientName,
        scopes: change.scopes ?? key.scopes,
        dns: change.dns === undefined ? key.dns : change.dns,
        networks: change.networks === undefined ? key.networks : change.networks,
        expiresAt: change.expiresAt === undefined ? key.expiresAt : timeOf(change.expiresAt),
        rateLimitPerMinute: change.rateLimitPerMinute ?? key.rateLimitPerMinute,
      }),
    );
  }

  /** It stops working at once; the row stays for the record. @throws RelayError NOT_FOUND */
  async revoke(id: string): Promise<ApiKeyDto> {
    const key = await this.existing(id);
    if (key.revokedAt !== null) return this.dto(key);
    return this.dto(
      await this.save({
        ...key,
        revokedAt: this.clock.now(),
        previousHash: null,
        previousValidUntil: null,
      }),
    );
  }

  /**
   * Makes a new secret; the old one works for `overlapHours` more (default 24).
   * @throws RelayError NOT_FOUND, or CONFLICT when it was revoked
   */
  async rotate(id: string, overlapHours = DEFAULT_OVERLAP_HOURS): Promise<ApiKeyWithSecretDto> {
    const key = await this.usable(id);
    const secret = mintSecret();
    const overlaps = overlapHours > 0;
    const saved = await this.save({
      ...key,
      secretHash: await hash(secret, BCRYPT_COST),
      previousHash: overlaps ? key.secretHash : null,
      previousValidUntil: overlaps ? this.clock.now() + overlapHours * HOUR_MS : null,
    });
    return { ...this.dto(saved), key: writeKey(id, secret) };
  }

  /** Requests by day and route, oldest day first. @throws RelayError NOT_FOUND */
  async usageOf(id: string, days = DEFAULT_USAGE_DAYS): Promise<ApiKeyUsageDto> {
    await this.existing(id);
    return { items: await this.usage.usageOf(id, days), nextCursor: null };
  }

  private async insert(
    id: string,
    secret: string,
    request: CreateApiKeyRequest,
  ): Promise<ApiKeyWithSecretDto> {
    const key = await this.save({
      id,
      clientName: request.clientName,
      scopes: request.scopes,
      dns: request.dns ?? null,
      networks: request.networks ?? null,
      expiresAt: timeOf(request.expiresAt ?? null),
      rateLimitPerMinute: request.rateLimitPerMinute ?? DEFAULT_RATE_LIMIT,
      secretHash: await hash(secret, BCRYPT_COST),
      previousHash: null,
      previousValidUntil: null,
      createdAt: this.clock.now(),
      revokedAt: null,
      lastUsedAt: null,
    });
    return { ...this.dto(key), key: writeKey(id, secret) };
  }

  private async save(key: ApiKey): Promise<ApiKey> {
    await this.store.save(key);
    await this.directory.changed(key.id);
    return key;
  }

  private async existing(id: string): Promise<ApiKey> {
    const key = await this.store.find(id);
    if (!key) throw new RelayError('NOT_FOUND', { detail: 'There is no such key.' });
    return key;
  }

  private async usable(id: string): Promise<ApiKey> {
    const key = await this.existing(id);
    if (key.revokedAt !== null) {
      throw new RelayError('CONFLICT', { detail: 'The key was revoked. Make a new one.' });
    }
    return key;
  }

  private dto(key: ApiKey): ApiKeyDto {
    return toDto(key, this.clock.now(), this.connections.of(key.id));
  }
}

function timeOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
