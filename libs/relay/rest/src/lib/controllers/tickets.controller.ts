import { TicketsService } from '@3cx-relay/api-keys';
import { type TicketDto, ticketSchema } from '@3cx-relay/contracts';
import { Controller } from '@nestjs/common';
import { EXAMPLE_TICKET } from '../openapi/examples';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller } from '../routes/relay-request';

@Controller('relay/tickets')
export class TicketsController {
  constructor(private readonly tickets: TicketsService) {}

  @RelayRoute('post', '', {
    who: 'anyKey',
    tag: 'Events',
    summary: 'A ticket for a client that cannot send headers',
    description: 'Works once, for 30 seconds, with the rights and limits of the key.',
    operationId: 'createTicket',
    status: 201,
    answer: ticketSchema,
    example: EXAMPLE_TICKET,
  })
  create(@By() { principal }: Caller): Promise<TicketDto> {
    return this.tickets.issue(principal.keyId);
  }
}
