import type { Principal } from '@3cx-relay/api-keys';
import { expandTypes, type SubscribeRequest } from '@3cx-relay/contracts';
import type { EventFilter } from '@3cx-relay/event-log';

/**
 * Which events a consumer gets: what it asked for, and what its key may see. An empty list in a
 * request filters nothing; an empty restriction of a key hides every call.
 */
export function toFilter(request: SubscribeRequest, principal: Principal): EventFilter {
  return {
    types: expandTypes(request.types),
    dns: request.dn && request.dn.length > 0 ? request.dn : undefined,
    visibleDns: principal.dns ?? undefined,
  };
}
