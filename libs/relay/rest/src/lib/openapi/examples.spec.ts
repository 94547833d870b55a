import {
  activeCallsSchema,
  callSchema,
  eventPageSchema,
  eventSchema,
  healthSchema,
  historyPageSchema,
  ticketSchema,
} from '@3cx-relay/contracts';
import {
  EXAMPLE_ACTIVE_CALLS,
  EXAMPLE_CALL,
  EXAMPLE_EVENT,
  EXAMPLE_EVENT_PAGE,
  EXAMPLE_HEALTH,
  EXAMPLE_HISTORY,
  EXAMPLE_PLACED_CALL,
  EXAMPLE_TICKET,
} from './examples';

describe('the examples of the description', () => {
  it.each([
    ['a call', callSchema, EXAMPLE_CALL],
    ['a call just placed', callSchema, EXAMPLE_PLACED_CALL],
    ['active calls', activeCallsSchema, EXAMPLE_ACTIVE_CALLS],
    ['history', historyPageSchema, EXAMPLE_HISTORY],
    ['health', healthSchema, EXAMPLE_HEALTH],
    ['an event', eventSchema('call.answered'), EXAMPLE_EVENT],
    ['a page of events', eventPageSchema, EXAMPLE_EVENT_PAGE],
    ['a ticket', ticketSchema, EXAMPLE_TICKET],
  ])('are what the schema says: %s', (_what, schema, example) => {
    expect(schema.parse(example)).toEqual(example);
  });
});
