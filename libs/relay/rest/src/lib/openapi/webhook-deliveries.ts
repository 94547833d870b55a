import { EXAMPLE_EVENT } from './examples';
import type { JsonSchema } from './json-schema';

const header = (name: string, description: string, example: string): JsonSchema => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string' }, example },
});

const HEADERS = [
  header('webhook-id', 'The id of the event: the same on each attempt.', EXAMPLE_EVENT.id),
  header('webhook-timestamp', 'When it was sent, in seconds since 1970.', '1795255204'),
  header(
    'webhook-signature',
    'One or more of "v1,BASE64", parted by spaces: two while a secret is rotated.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
];

/** What an endpoint of a webhook gets and may answer: OpenAPI's `webhooks`. */
export function webhookDeliveries(): JsonSchema {
  return {
    event: {
      post: {
        operationId: 'receiveEvent',
        tags: ['Webhooks'],
        summary: 'An event, as your endpoint gets it',
        description:
          'Standard Webhooks: the signature is HMAC-SHA256 over "webhook-id.webhook-timestamp.body" ' +
          'with the base64-decoded part of the secret after "whsec_". At least once, in order per ' +
          'call. What is not delivered is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, ' +
          '14 h, 20 h and 24 h, or when "Retry-After" says. An answer with the header ' +
          '"webhook-delivery: abort-message" gives this event up, with "disable" the endpoint.',
        parameters: HEADERS,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Event' },
              example: EXAMPLE_EVENT,
            },
          },
        },
        responses: {
          '2XX': { description: 'Delivered. To be answered within 15 s.' },
          default: { description: 'Not delivered: tried again. 410 disables the endpoint.' },
        },
        security: [],
      },
    },
  };
}
