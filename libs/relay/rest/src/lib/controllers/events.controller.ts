import {
  eventPageSchema,
  type EventsQuery,
  eventsQuerySchema,
  parseInput,
  sinceSchema,
} from '@3cx-relay/contracts';
import { EventPages, SseStreams } from '@3cx-relay/streaming';
import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { EXAMPLE_EVENT, EXAMPLE_EVENT_PAGE, EXAMPLE_SSE } from '../openapi/examples';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';

const querySchema = eventsQuerySchema.extend({
  ticket: z.string().max(128).optional().describe('Instead of a key, for an EventSource.'),
});
const lastEventIdSchema = z.object({ 'Last-Event-ID': sinceSchema });

/** What a reconnecting EventSource sends by itself. */
const LAST_EVENT_ID = {
  ...{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
  description: 'Where a stream goes on; wins over "since".',
  example: EXAMPLE_EVENT.sequence,
};

@Controller('relay/events')
export class EventsController {
  constructor(
    private readonly pages: EventPages,
    private readonly streams: SseStreams,
  ) {}

  @RelayRoute('get', '', {
    who: 'events:read',
    takesTickets: true,
    tag: 'Events',
    summary: 'Events after a position, oldest first',
    description:
      'As JSON one page, from the beginning of the log unless "since" says otherwise: go on with ' +
      '"nextSince". With "Accept: text/event-stream" a live stream, from now on unless "since" or ' +
      '"Last-Event-ID" says otherwise: id is the sequence, event the type, data the event.',
    operationId: 'listEvents',
    query: querySchema,
    answer: eventPageSchema,
    example: EXAMPLE_EVENT_PAGE,
    headers: [LAST_EVENT_ID],
    alsoAs: {
      'text/event-stream': {
        description:
          'Server-sent events; "subscribed" tells first what became of the position, "heartbeat" the newest sequence, "problem" why the stream ends, "goodbye" that the relay restarts.',
        example: EXAMPLE_SSE,
      },
    },
    problems: ['INVALID_TICKET', 'TOO_MANY_CONNECTIONS'],
  })
  async read(
    @By() { principal, address }: Caller,
    @Input('query') { ticket: _ticket, ...query }: EventsQuery & { ticket?: string },
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.vary('Accept');
    if (wantsStream(request)) {
      const { limit: _limit, ...subscription } = query;
      const resumed = resumeAt(request);
      return this.streams.open(response, principal, address, { ...subscription, ...resumed });
    }
    response.type('application/json').send(await this.pages.page(query, principal));
  }
}

/** A HEAD request has no body that could be streamed. */
function wantsStream(request: Request): boolean {
  const preferred = request.accepts(['application/json', 'text/event-stream']);
  return preferred === 'text/event-stream' && request.method !== 'HEAD';
}

/** What a reconnecting EventSource sends wins over the address, which it cannot change. */
function resumeAt(request: Request) {
  const sent = request.get('last-event-id');
  if (sent === undefined || sent === '') return {};
  const since = parseInput(lastEventIdSchema, { 'Last-Event-ID': sent })['Last-Event-ID'];
  return { since };
}
