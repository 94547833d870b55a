import {
  type ActiveCallsDto,
  activeCallsSchema,
  type CallDto,
  callIdSchema,
  type CallId,
  callSchema,
  type Dn,
  formatSequence,
  RelayError,
  subscriptionQueryFields,
} from '@3cx-relay/contracts';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { EXAMPLE_ACTIVE_CALLS, EXAMPLE_CALL } from '../openapi/examples';
import { ActiveCallsSource } from '../ports';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';

export const callParamsSchema = z.strictObject({
  callId: callIdSchema.describe('The callId of events and active calls.'),
});
const activeCallsQuerySchema = z.strictObject({
  dn: subscriptionQueryFields.dn.describe('Only calls in which one of these DNs took part.'),
});

@Controller('relay/active-calls')
export class ActiveCallsController {
  constructor(private readonly source: ActiveCallsSource) {}

  @RelayRoute('get', '', {
    who: 'calls:read',
    tag: 'Calls',
    summary: 'The calls of now',
    description:
      'True at "sequence": a stream that begins there misses nothing and repeats nothing. ' +
      'Served from what is known, with "stale", while the PBX is away.',
    operationId: 'listActiveCalls',
    query: activeCallsQuerySchema,
    answer: activeCallsSchema,
    example: EXAMPLE_ACTIVE_CALLS,
  })
  list(@By() { principal }: Caller, @Input('query') query: { dn?: Dn[] }): ActiveCallsDto {
    const { calls, asOf, stale, sequence, epoch } = this.source.snapshot(
      principal.dns ?? undefined,
    );
    const { dn } = query;
    const items = dn && dn.length > 0 ? calls.filter((call) => tookPart(call, dn)) : [...calls];
    return { items, asOf, stale, sequence: formatSequence(sequence), epoch };
  }

  @RelayRoute('get', ':callId', {
    who: 'calls:read',
    tag: 'Calls',
    summary: 'One call of now',
    operationId: 'getActiveCall',
    params: callParamsSchema,
    answer: callSchema,
    example: EXAMPLE_CALL,
    problems: ['NOT_FOUND'],
  })
  one(@By() { principal }: Caller, @Input('params') params: { callId: CallId }): CallDto {
    const call = this.source.one(params.callId, principal.dns ?? undefined);
    // The same whether it does not exist or may not be seen.
    if (!call) throw new RelayError('NOT_FOUND', { detail: 'There is no such call now.' });
    return call;
  }
}

function tookPart(call: CallDto, dns: readonly Dn[]): boolean {
  const present = [call.caller.dn, call.callee.dn, call.queue, call.trunk];
  for (const { dn } of call.participants) present.push(dn);
  return dns.some((dn) => present.includes(dn));
}
