import {
  type AnyRelayEvent,
  type CallDto,
  type ConsumerDto,
  type CreateWebhookRequest,
  type DeliveryListDto,
  type Epoch,
  type HistoryItemDto,
  type HistoryPageDto,
  type JourneyEntryDto,
  type PbxComponent,
  type PbxFactsDto,
  RelayError,
  type ReplayedDto,
  type Sequence,
  toSequence,
  type WebhookDto,
  type WebhookListDto,
  type WebhookWithSecretDto,
} from '@3cx-relay/contracts';
import {
  EventLog,
  type ReadPage,
  type ReadRequest,
  type StoredEvent,
  type LogBacklog,
} from '@3cx-relay/event-log';
import { ConnectionCommands, ConsumersSource, JourneySource, PbxFacts } from '../ports';
import {
  type ActiveCallsSnapshot,
  ActiveCallsSource,
  CallHistorySource,
  type HistorySearch,
} from '@3cx-relay/rest';
import { WebhookAdmin } from '../webhooks/webhook-admin.port';

/** A log in memory: what it was given is there at once. */
export class MemoryEventLog extends EventLog {
  epoch = 'epoch-1' as Epoch;
  private readonly stored: StoredEvent[] = [];
  private readonly listeners = new Set<(events: readonly StoredEvent[]) => void>();

  add(...events: readonly AnyRelayEvent[]): void {
    const added = events.map((event, index): StoredEvent => {
      const sequence = toSequence(this.stored.length + index + 1);
      const numbered = { ...event, sequence: String(sequence).padStart(16, '0') };
      return {
        sequence,
        id: event.id,
        type: event.type,
        callId: 'call' in event.data ? event.data.call.callId : null,
        dns: null,
        time: event.time,
        json: JSON.stringify(numbered),
      };
    });
    this.stored.push(...added);
    this.listeners.forEach((listener) => listener(added));
  }

  /** As after somebody threw the log away. */
  restart(epoch: Epoch): void {
    this.epoch = epoch;
    this.stored.length = 0;
  }

  read({ since, limit, upTo }: ReadRequest): Promise<ReadPage> {
    const last = upTo ?? this.position().newest;
    const events = this.stored
      .filter(({ sequence }) => sequence > since && sequence <= last)
      .slice(0, limit);
    const lookedAt: Sequence = events.at(-1)?.sequence ?? since;
    return Promise.resolve({ events, lookedAt });
  }

  position() {
    const newest = toSequence(this.stored.length);
    return { oldest: toSequence(1), newest, epoch: this.epoch };
  }

  onAppended(listener: (events: readonly StoredEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  override writesAlongside(): void {
    // Nothing comes alongside here.
  }

  override reach(): Promise<void> {
    return Promise.resolve();
  }

  override backlog(): LogBacklog {
    return { events: 0, bytes: 0, isOnDisk: false };
  }

  append(): Promise<never> {
    throw new Error('The dashboard writes no events.');
  }

  resolve(): never {
    throw new Error('The dashboard resolves no positions.');
  }

  tail(): undefined {
    return undefined;
  }
}

export class FakeCommands extends ConnectionCommands {
  readonly taken: PbxComponent[] = [];

  reconnect(component: PbxComponent): Promise<void> {
    this.taken.push(component);
    return Promise.resolve();
  }
}

export class FakeFacts extends PbxFacts {
  read(): PbxFactsDto {
    return {
      host: 'pbx.example.com',
      version: '20.0.7',
      tokenExpiresAt: '2026-01-01T11:00:00.000Z',
      certificateExpiresAt: null,
      licenceExpiresAt: null,
      licenceName: null,
      clockSkewMs: 12,
      databaseLayout: 'cdroutput',
      catchUp: null,
      dnsWatched: 5,
      dnsNotWatched: ['120'],
    };
  }
}

export class FakeConsumers extends ConsumersSource {
  items: ConsumerDto[] = [];

  list(): readonly ConsumerDto[] {
    return this.items;
  }
}

export class FakeJourneys extends JourneySource {
  entries: JourneyEntryDto[] = [];

  entriesOf(): Promise<readonly JourneyEntryDto[]> {
    return Promise.resolve(this.entries);
  }
}

export class FakeCalls extends ActiveCallsSource {
  calls: readonly CallDto[] = [];

  snapshot(): ActiveCallsSnapshot {
    return {
      calls: this.calls,
      asOf: '2026-01-01T10:00:00.000Z',
      stale: false,
      sequence: toSequence(0),
      epoch: 'epoch-1' as Epoch,
    };
  }

  one(): undefined {
    return undefined;
  }
}

export class FakeHistory extends CallHistorySource {
  items: HistoryItemDto[] = [];
  readonly asked: { search: HistorySearch; limit?: number }[] = [];

  page(search: HistorySearch, limit: number): Promise<HistoryPageDto> {
    this.asked.push({ search, limit });
    return Promise.resolve({ items: this.items, nextCursor: null });
  }

  async *stream(search: HistorySearch): AsyncIterable<HistoryItemDto> {
    this.asked.push({ search });
    yield* this.items;
  }
}

/** Endpoints in memory; deliveries are not its matter. */
export class FakeWebhooks extends WebhookAdmin {
  readonly items: WebhookDto[] = [];

  list(): Promise<WebhookListDto> {
    return Promise.resolve({ items: this.items, nextCursor: null });
  }

  get(id: string): Promise<WebhookDto> {
    const found = this.items.find((one) => one.id === id);
    if (!found) throw new RelayError('NOT_FOUND');
    return Promise.resolve(found);
  }

  create(request: CreateWebhookRequest): Promise<WebhookWithSecretDto> {
    const webhook: WebhookDto = {
      id: `webhook-${this.items.length + 1}`,
      url: request.url,
      types: request.types ?? null,
      dns: request.dns ?? null,
      description: request.description ?? null,
      enabled: request.enabled ?? true,
      disabledReason: null,
      keyId: null,
      createdAt: '2026-01-01T10:00:00.000Z',
      breaker: 'closed',
      failingSince: null,
      pending: 0,
      lastDeliveredAt: null,
    };
    this.items.push(webhook);
    return Promise.resolve({ ...webhook, secret: 'whsec_c2VjcmV0', previousValidUntil: null });
  }

  update(id: string): Promise<WebhookDto> {
    return this.get(id);
  }

  async delete(id: string): Promise<void> {
    this.items.splice(this.items.indexOf(await this.get(id)), 1);
  }

  deliveries(): Promise<DeliveryListDto> {
    return Promise.resolve({ items: [], nextCursor: null });
  }

  redeliver(): Promise<never> {
    throw new RelayError('NOT_FOUND');
  }

  replay(): Promise<ReplayedDto> {
    return Promise.resolve({ queued: 0, recovered: true });
  }

  async rotateSecret(id: string): Promise<WebhookWithSecretDto> {
    return { ...(await this.get(id)), secret: 'whsec_bmV3', previousValidUntil: null };
  }

  test(): Promise<never> {
    throw new RelayError('NOT_FOUND');
  }
}
