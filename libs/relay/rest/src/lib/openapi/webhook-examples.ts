import {
  type DeliveryDto,
  type DeliveryListDto,
  type ReplayedDto,
  type WebhookDto,
  type WebhookListDto,
  webhookSchema,
  type WebhookWithSecretDto,
} from '@3cx-relay/contracts';

const ID = '01KAFQ3V6K4Z8T9M2N5P7R1S3W';

export const EXAMPLE_WEBHOOK: WebhookDto = webhookSchema.parse({
  id: ID,
  url: 'https://crm.example.com/hooks/calls',
  types: ['call.started', 'call.ended'],
  dns: ['101'],
  description: 'CRM',
  enabled: true,
  disabledReason: null,
  keyId: '7Hq2mK9xPz3T',
  createdAt: '2026-11-21T10:00:00.000Z',
  breaker: 'closed',
  failingSince: null,
  pending: 0,
  lastDeliveredAt: '2026-11-21T10:05:00.000Z',
});

export const EXAMPLE_WEBHOOK_LIST: WebhookListDto = { items: [EXAMPLE_WEBHOOK], nextCursor: null };

export const EXAMPLE_NEW_WEBHOOK: WebhookWithSecretDto = {
  ...EXAMPLE_WEBHOOK,
  ...{ dns: null, lastDeliveredAt: null },
  secret: 'whsec_EXAMPLEexampleEXAMPLEexampleEXAMPLEexampleEX=',
  previousValidUntil: null,
};

export const EXAMPLE_DELIVERY: DeliveryDto = {
  id: '01KAFQ3V6K4Z8T9M2N5P7R1S3X',
  webhookId: ID,
  eventId: '01KAFQ3V6K4Z8T9M2N5P7R1S3E',
  type: 'call.started',
  sequence: '0000000000004711',
  callId: '01KAFQ3V6K4Z8T9M2N5P7R1S3T',
  state: 'delivered',
  createdAt: '2026-11-21T10:05:00.000Z',
  nextAttemptAt: null,
  attempts: [
    {
      ...{ at: '2026-11-21T10:05:00.010Z', status: 204, durationMs: 42 },
      ...{ answer: '', error: null },
    },
  ],
};

export const EXAMPLE_DELIVERY_LIST: DeliveryListDto = {
  items: [EXAMPLE_DELIVERY],
  nextCursor: null,
};

export const EXAMPLE_REPLAYED: ReplayedDto = { queued: 120, recovered: true };
