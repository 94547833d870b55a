import {
  type CreateWebhookRequest,
  RelayError,
  type UpdateWebhookRequest,
  type WebhookDto,
  type WebhookListDto,
  type WebhookQuery,
  type WebhookWithSecretDto,
} from '@3cx-relay/contracts';
import { Clock, errorMessage } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { DeliveryPlanner } from './delivery-planner';
import { Doorbell } from './doorbell';
import type { Endpoint } from './endpoint';
import { EndpointSecrets } from './endpoint-secrets';
import { EndpointsStore, type Owner } from './endpoints.store';
import { DeliveriesStore } from './deliveries.store';
import { DeliveryQueue } from './delivery-queue';
import { HEALTHY } from './retry-plan';
import { writeSecret } from './signature';
import { RefusedTargetError, TargetGuard } from './target-guard';

/** Of one key; nobody needs more. */
const MAX_ENDPOINTS = 100;
const OVERLAP_MS = 24 * 60 * 60_000;

/** The rows that endpoints are made of and that go with them. */
@Injectable()
export class EndpointRows {
  constructor(
    readonly endpoints: EndpointsStore,
    readonly deliveries: DeliveriesStore,
    readonly queue: DeliveryQueue,
    readonly planner: DeliveryPlanner,
  ) {}
}

/**
 * Management of endpoints: by a key of its own ones, by administrators (owner null) of all.
 * Whatever belongs to another key is NOT_FOUND.
 */
@Injectable()
export class Webhooks {
  constructor(
    private readonly rows: EndpointRows,
    private readonly secrets: EndpointSecrets,
    private readonly guard: TargetGuard,
    private readonly clock: Clock,
    private readonly doorbell: Doorbell,
  ) {}

  async list(owner: Owner, query: WebhookQuery): Promise<WebhookListDto> {
    const { endpoints, nextCursor } = await this.rows.endpoints.list(owner, query);
    return { items: await this.toDtos(endpoints), nextCursor };
  }

  async get(owner: Owner, id: string): Promise<WebhookDto> {
    return this.toDto(await this.existing(owner, id));
  }

  /**
   * The secret is in this answer alone.
   * @throws RelayError INVALID_REQUEST when the target is refused, CONFLICT when there are too many
   */
  async create(owner: Owner, request: CreateWebhookRequest): Promise<WebhookWithSecretDto> {
    await this.check(request.url);
    if ((await this.rows.endpoints.count(owner)) >= MAX_ENDPOINTS) {
      throw new RelayError('CONFLICT', {
        detail: `There are ${MAX_ENDPOINTS} webhooks already. Delete one that is not needed.`,
      });
    }
    const id = ulid();
    const { plain, sealed } = this.secrets.mint(id);
    const endpoint: Endpoint = {
      id,
      keyId: owner,
      url: request.url,
      types: listOf(request.types),
      dns: listOf(request.dns),
      description: request.description ?? null,
      enabled: request.enabled ?? true,
      ...{ disabledReason: null, secret: sealed, previousSecret: null, previousValidUntil: null },
      createdAt: this.clock.now(),
      ...HEALTHY,
      lastDeliveredAt: null,
    };
    await this.rows.planner.begin();
    await this.rows.endpoints.insert(endpoint);
    const dto = await this.toDto(endpoint);
    return { ...dto, secret: writeSecret(plain), previousValidUntil: null };
  }

  /** Enabling it, or another address, lets what waits go at once. @throws as create */
  async update(owner: Owner, id: string, request: UpdateWebhookRequest): Promise<WebhookDto> {
    const { url } = await this.existing(owner, id);
    if (request.url !== undefined || request.enabled === true) await this.check(request.url ?? url);
    const changed = await this.rows.endpoints.change(
      id,
      (endpoint) => changedBy(endpoint, request),
      async (transaction, _before, after) => {
        if (!isFreshStart(request)) return;
        await this.rows.queue.hurry(transaction, after.id, this.clock.now());
      },
    );
    this.doorbell.ring();
    return this.toDto(changed ?? notFound());
  }

  /** With its deliveries. */
  async delete(owner: Owner, id: string): Promise<void> {
    await this.existing(owner, id);
    await this.rows.endpoints.delete(id);
  }

  /** Both secrets sign for 24 hours; one from before an earlier rotation no more. */
  async rotateSecret(owner: Owner, id: string): Promise<WebhookWithSecretDto> {
    await this.existing(owner, id);
    const { plain, sealed } = this.secrets.mint(id);
    const until = this.clock.now() + OVERLAP_MS;
    const changed = await this.rows.endpoints.change(id, (endpoint) => ({
      ...endpoint,
      ...{ secret: sealed, previousSecret: endpoint.secret, previousValidUntil: until },
    }));
    const dto = await this.toDto(changed ?? notFound());
    const previousValidUntil = new Date(until).toISOString();
    return { ...dto, secret: writeSecret(plain), previousValidUntil };
  }

  /** @throws RelayError NOT_FOUND */
  async existing(owner: Owner, id: string): Promise<Endpoint> {
    return (await this.rows.endpoints.find(id, owner)) ?? notFound();
  }

  private async check(url: string): Promise<void> {
    try {
      await this.guard.addressesOf(url);
    } catch (error) {
      if (!(error instanceof RefusedTargetError)) throw error;
      const message = errorMessage(error);
      const errors = [{ field: 'url', message }];
      throw new RelayError('INVALID_REQUEST', { detail: `url: ${message}`, errors, cause: error });
    }
  }

  private async toDto(endpoint: Endpoint): Promise<WebhookDto> {
    return (await this.toDtos([endpoint]))[0] ?? notFound();
  }

  private async toDtos(endpoints: readonly Endpoint[]): Promise<WebhookDto[]> {
    const pending = await this.rows.deliveries.pendingOf(endpoints.map(({ id }) => id));
    const now = this.clock.now();
    return endpoints.map((endpoint) => toWebhookDto(endpoint, pending.get(endpoint.id) ?? 0, now));
  }
}

/** What others see of an endpoint: never a secret. */
function toWebhookDto(endpoint: Endpoint, pending: number, now: number): WebhookDto {
  const { probeAt } = endpoint;
  return {
    id: endpoint.id,
    url: endpoint.url,
    types: endpoint.types && [...endpoint.types],
    dns: endpoint.dns && [...endpoint.dns],
    description: endpoint.description,
    enabled: endpoint.enabled,
    disabledReason: endpoint.disabledReason,
    keyId: endpoint.keyId,
    createdAt: new Date(endpoint.createdAt).toISOString(),
    breaker: probeAt === null ? 'closed' : probeAt <= now ? 'probing' : 'open',
    failingSince: isoOf(endpoint.failingSince),
    pending,
    lastDeliveredAt: isoOf(endpoint.lastDeliveredAt),
  };
}

function changedBy(endpoint: Endpoint, request: UpdateWebhookRequest): Endpoint {
  const { url, types, dns, description, enabled } = request;
  return {
    ...endpoint,
    url: url ?? endpoint.url,
    types: types === undefined ? endpoint.types : listOf(types),
    dns: dns === undefined ? endpoint.dns : listOf(dns),
    description: description === undefined ? endpoint.description : description,
    enabled: enabled ?? endpoint.enabled,
    disabledReason: enabled === undefined ? endpoint.disabledReason : null,
    ...(isFreshStart(request) ? HEALTHY : {}),
  };
}

const isFreshStart = ({ url, enabled }: UpdateWebhookRequest) =>
  enabled === true || url !== undefined;

/** An empty list filters nothing, as in subscriptions. */
function listOf<T>(list: readonly T[] | null | undefined): readonly T[] | null {
  return list && list.length > 0 ? list : null;
}

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());

function notFound(): never {
  throw new RelayError('NOT_FOUND', { detail: 'There is no such webhook.' });
}
