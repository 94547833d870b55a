import {
  type CallId,
  formatSequence,
  type JourneyEntryDto,
  toSequence,
} from '@3cx-relay/contracts';
import { Injectable } from '@nestjs/common';
import { DeliveriesStore } from './deliveries.store';

/** What was delivered of a call, for its time line. */
@Injectable()
export class DeliveryHistory {
  constructor(private readonly deliveries: DeliveriesStore) {}

  /** Every attempt, oldest first. */
  async entriesOf(callId: CallId): Promise<JourneyEntryDto[]> {
    const attempts = await this.deliveries.attemptsOfCall(callId);
    return attempts.map((attempt) => ({
      kind: 'delivery',
      at: attempt.at.toISOString(),
      deliveryId: attempt.delivery_id,
      webhookId: attempt.endpoint_id,
      url: attempt.url,
      type: attempt.type,
      sequence: formatSequence(toSequence(Number(attempt.sequence))),
      attempt: attempt.number,
      status: attempt.status,
      error: attempt.error,
    }));
  }
}
