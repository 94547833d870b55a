import {
  activeCallsSchema,
  callSchema,
  healthSchema,
  historyPageSchema,
  ticketSchema,
} from '@3cx-relay/contracts';
import {
  EXAMPLE_ACTIVE_CALLS,
  EXAMPLE_CALL,
  EXAMPLE_HEALTH,
  EXAMPLE_HISTORY,
  EXAMPLE_TICKET,
} from './examples';

describe('the examples of the description', () => {
  it.each([
    ['a call', callSchema, EXAMPLE_CALL],
    ['active calls', activeCallsSchema, EXAMPLE_ACTIVE_CALLS],
    ['history', historyPageSchema, EXAMPLE_HISTORY],
    ['health', healthSchema, EXAMPLE_HEALTH],
    ['a ticket', ticketSchema, EXAMPLE_TICKET],
  ])('are what the schema says: %s', (_what, schema, example) => {
    expect(schema.parse(example)).toEqual(example);
  });
});
