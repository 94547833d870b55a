import type { Principal } from '@3cx-relay/api-keys';
import { type EventsQuery, formatSequence, PAGE_LIMITS, toSequence } from '@3cx-relay/contracts';
import { EventLog } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { startOf, toPositionDto } from './consumer';
import { toFilter } from './event-filter';
import { gapEvent } from './log-gap';

/** Pages of the log, for whoever asks instead of listening. */
@Injectable()
export class EventPages {
  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the JSON text of an `EventPageDto`; the events in it are as they were stored */
  async page(query: EventsQuery, principal: Principal): Promise<string> {
    const { limit = PAGE_LIMITS.default, ...request } = query;
    await this.log.reach(request.since ?? toSequence(0));
    const resolved = this.log.resolve(request.since ?? toSequence(0), request.epoch);
    const asked = startOf({ ...request, since: request.since ?? toSequence(0) }, resolved);
    const { oldest, epoch } = resolved;
    const hasGap = asked + 1 < oldest;
    const since = hasGap ? toSequence(oldest - 1) : asked;
    const page = await this.log.read({ since, limit, ...toFilter(request, principal) });
    const items = page.events.map((event) => event.json);
    if (hasGap) {
      const from = toSequence(asked + 1);
      items.unshift(gapEvent({ from, oldest, epoch, now: this.clock.now() }).json);
    }
    const nextSince = formatSequence(page.lookedAt);
    const rest = JSON.stringify({ nextSince, ...toPositionDto(resolved) });
    return `{"items":[${items.join(',')}],${rest.slice(1)}`;
  }
}
