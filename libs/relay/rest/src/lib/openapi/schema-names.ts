import {
  activeCallsSchema,
  anyEventSchema,
  callSchema,
  componentHealthSchema,
  eventPageSchema,
  healthSchema,
  historyItemSchema,
  historyPageSchema,
  makeCallSchema,
  participantSchema,
  partySchema,
  pbxNamesSchema,
  segmentSchema,
  ticketSchema,
} from '@3cx-relay/contracts';
import type { z } from 'zod';

/** What stands under a name of its own in the description, so that generators make one type. */
export const SCHEMA_NAMES: ReadonlyMap<z.core.$ZodType, string> = new Map<z.core.$ZodType, string>([
  [activeCallsSchema, 'ActiveCalls'],
  [callSchema, 'Call'],
  [componentHealthSchema, 'ComponentHealth'],
  [anyEventSchema, 'Event'],
  [eventPageSchema, 'EventPage'],
  [healthSchema, 'Health'],
  [historyItemSchema, 'HistoryItem'],
  [historyPageSchema, 'HistoryPage'],
  [makeCallSchema, 'MakeCall'],
  [participantSchema, 'Participant'],
  [partySchema, 'Party'],
  [pbxNamesSchema, 'PbxNames'],
  [segmentSchema, 'Segment'],
  [ticketSchema, 'Ticket'],
]);
