import { Controller } from '@nestjs/common';
import {
  type ConsumerListDto,
  consumerListSchema,
  type JourneyDto,
  journeySchema,
  type JourneySearchDto,
  type JourneySearchQuery,
  journeySearchQuerySchema,
  journeySearchSchema,
} from '@3cx-relay/contracts';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { type CallParams, callParamsSchema } from '../api/params';
import { ConsumersSource } from '../ports';
import { JourneyService } from './journey.service';

/** What became of a call, and who reads events. */
@Controller('admin')
export class JourneyController {
  constructor(
    private readonly journeys: JourneyService,
    private readonly consumers: ConsumersSource,
  ) {}

  @AdminRoute('get', 'journeys', {
    who: 'any',
    summary: 'Finds calls by a number or a call id; newest first unless asked otherwise',
    operationId: 'searchJourneys',
    query: journeySearchQuerySchema,
    answer: journeySearchSchema,
  })
  search(@Input('query') query: JourneySearchQuery): Promise<JourneySearchDto> {
    return this.journeys.search(query);
  }

  @AdminRoute('get', 'journeys/:callId', {
    who: 'any',
    summary: 'Everything about one call on one time line',
    operationId: 'getJourney',
    params: callParamsSchema,
    answer: journeySchema,
    problems: ['NOT_FOUND'],
  })
  journey(@Input('params') { callId }: CallParams): Promise<JourneyDto> {
    return this.journeys.of(callId);
  }

  @AdminRoute('get', 'consumers', {
    who: 'any',
    summary: 'Who reads events: how, with which key, how far behind',
    operationId: 'listConsumers',
    answer: consumerListSchema,
  })
  async listConsumers(): Promise<ConsumerListDto> {
    return { items: [...(await this.consumers.list())], nextCursor: null };
  }
}
