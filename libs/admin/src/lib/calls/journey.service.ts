import { Injectable } from '@nestjs/common';
import {
  type AnyRelayEvent,
  type CallDto,
  type CallId,
  type JourneyDto,
  type JourneyEntryDto,
  type JourneySearchDto,
  type JourneySearchQuery,
  PAGE_LIMITS,
  RelayError,
  toSequence,
} from '@3cx-relay/contracts';
import { EventLog, type StoredEvent } from '@3cx-relay/event-log';
import { JourneySource } from '../ports';
import { plainNumber } from '../stats/call-counts';
import { StatsStore } from '../stats/stats.store';
import { JourneyStore } from './journey.store';
import { runsOf } from './runs';

/** Everything that is known about one call, on one time line. */
@Injectable()
export class JourneyService {
  constructor(
    private readonly store: JourneyStore,
    private readonly stats: StatsStore,
    private readonly log: EventLog,
    private readonly source: JourneySource,
  ) {}

  /** @throws RelayError INVALID_REQUEST for a cursor that is none of ours */
  search(query: JourneySearchQuery): Promise<JourneySearchDto> {
    return this.store.search(query, plainNumber(query.search));
  }

  /** @throws RelayError NOT_FOUND when the call is unknown or past retention */
  async of(callId: CallId): Promise<JourneyDto> {
    const latest = await this.uncounted(callId);
    const sequences = (await this.store.sequencesOf(callId)) ?? [];
    const first = latest[0]?.sequence ?? Infinity;
    const events = [
      ...(await this.eventsAt(
        callId,
        sequences.filter((sequence) => sequence < first),
      )),
      ...latest.map((event) => JSON.parse(event.json) as AnyRelayEvent),
    ];
    const call = lastCall(events);
    if (!call) throw new RelayError('NOT_FOUND', { detail: 'No events of such a call are kept.' });
    const entries = [
      ...events.flatMap(toEntries),
      ...(await this.source.entriesOf(callId)),
    ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const conversation = await this.store.conversation(call.conversationId);
    return { call, related: conversation.filter((one) => one.callId !== callId), entries };
  }

  /** Events of a moment ago, which the table of calls does not name yet. */
  private async uncounted(callId: CallId): Promise<StoredEvent[]> {
    const counted = await this.stats.position();
    if (counted?.epoch !== this.log.position().epoch) return [];
    const page = await this.log.read({ since: counted.position, limit: PAGE_LIMITS.max });
    return page.events.filter((event) => event.callId === callId);
  }

  private async eventsAt(callId: CallId, sequences: readonly number[]): Promise<AnyRelayEvent[]> {
    const events: AnyRelayEvent[] = [];
    for (const run of runsOf(sequences)) {
      const page = await this.log.read({
        since: toSequence(run.first - 1),
        upTo: toSequence(run.last),
        limit: run.last - run.first + 1,
      });
      const ofCall = page.events.filter((event) => event.callId === callId);
      events.push(...ofCall.map((event) => JSON.parse(event.json) as AnyRelayEvent));
    }
    return events;
  }
}

function lastCall(events: readonly AnyRelayEvent[]): CallDto | undefined {
  const last = events.findLast((event) => 'call' in event.data);
  return last && 'call' in last.data ? last.data.call : undefined;
}

function toEntries(event: AnyRelayEvent): JourneyEntryDto[] {
  const entry: JourneyEntryDto = {
    kind: 'event',
    at: event.time,
    sequence: event.sequence,
    type: event.type,
    recovered: 'recovered' in event.data && event.data.recovered,
    event,
  };
  if (event.type !== 'call.record') return [entry];
  const { revision, segments } = event.data.record;
  return [
    entry,
    ...segments.map((segment) => ({
      kind: 'segment' as const,
      at: segment.startedAt,
      revision,
      segment,
    })),
  ];
}
