import {
  deliveryListSchema,
  replayedSchema,
  webhookListSchema,
  webhookWithSecretSchema,
} from '@3cx-relay/contracts';
import {
  EXAMPLE_DELIVERY_LIST,
  EXAMPLE_NEW_WEBHOOK,
  EXAMPLE_REPLAYED,
  EXAMPLE_WEBHOOK_LIST,
} from './webhook-examples';

describe('the examples of webhooks', () => {
  it.each([
    ['a list of endpoints', webhookListSchema, EXAMPLE_WEBHOOK_LIST],
    ['an endpoint with its secret', webhookWithSecretSchema, EXAMPLE_NEW_WEBHOOK],
    ['a list of deliveries', deliveryListSchema, EXAMPLE_DELIVERY_LIST],
    ['what a replay answers', replayedSchema, EXAMPLE_REPLAYED],
  ])('are what the schema says: %s', (_what, schema, example) => {
    expect(schema.parse(example)).toEqual(example);
  });
});
