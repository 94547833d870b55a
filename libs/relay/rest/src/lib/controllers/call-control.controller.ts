import { requireDn } from '@3cx-relay/api-keys';
import {
  type CallActionRequest,
  callActionSchema,
  type CallDto,
  type CallId,
  type CallMoveRequest,
  callMoveSchema,
  callSchema,
  type MakeCallRequest,
  makeCallSchema,
  RelayError,
} from '@3cx-relay/contracts';
import { Controller, Headers } from '@nestjs/common';
import { Idempotency } from '../idempotency';
import { EXAMPLE_CALL, EXAMPLE_PLACED_CALL } from '../openapi/examples';
import { ActiveCallsSource, type CallCommand, CallCommands } from '../ports';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';
import type { RelayRouteSpec } from '../routes/route-spec';
import { callParamsSchema } from './active-calls.controller';

const PBX_PROBLEMS = ['PBX_REFUSED', 'PBX_UNAVAILABLE', 'PBX_TIMEOUT'] as const;

/** What the four actions on a call have in common. */
const action = (
  operationId: string,
  summary: string,
  body: RelayRouteSpec['body'] & object,
): RelayRouteSpec => ({
  description: 'Accepted as soon as the PBX has taken it: events tell what came of it.',
  who: 'calls:control',
  tag: 'Call control',
  summary,
  operationId,
  status: 202,
  params: callParamsSchema,
  body,
  bodyExample: body === callMoveSchema ? { dn: '101', to: '102' } : { dn: '101' },
  idempotent: true,
  answer: callSchema,
  example: EXAMPLE_CALL,
  problems: ['NOT_FOUND', 'DN_NOT_ALLOWED', 'CONFLICT', ...PBX_PROBLEMS],
});

interface CallParams {
  readonly callId: CallId;
}

@Controller('relay/calls')
export class CallControlController {
  constructor(
    private readonly commands: CallCommands,
    private readonly calls: ActiveCallsSource,
    private readonly idempotency: Idempotency,
  ) {}

  @RelayRoute('post', '', {
    who: 'calls:control',
    tag: 'Call control',
    summary: 'Makes a call',
    description: 'A device of "from" rings first; when it is answered, "to" is called.',
    operationId: 'makeCall',
    status: 202,
    body: makeCallSchema,
    bodyExample: { from: '101', to: '+4930123456' },
    idempotent: true,
    answer: callSchema,
    example: EXAMPLE_PLACED_CALL,
    problems: ['NOT_FOUND', 'DN_NOT_ALLOWED', 'CONFLICT', ...PBX_PROBLEMS],
  })
  make(
    @By() { principal }: Caller,
    @Input('body') body: MakeCallRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<CallDto> {
    requireDn(principal, body.from);
    return this.idempotency.once(principal.keyId, key, body, () => this.commands.make(body));
  }

  @RelayRoute('post', ':callId/drop', action('dropCall', 'Ends a participant', callActionSchema))
  drop(
    @By() caller: Caller,
    @Input('params') { callId }: CallParams,
    @Input('body') { dn }: CallActionRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<CallDto> {
    return this.act(caller, callId, { action: 'drop', dn }, key);
  }

  @RelayRoute('post', ':callId/answer', action('answerCall', 'Answers at a DN', callActionSchema))
  answer(
    @By() caller: Caller,
    @Input('params') { callId }: CallParams,
    @Input('body') { dn }: CallActionRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<CallDto> {
    return this.act(caller, callId, { action: 'answer', dn }, key);
  }

  @RelayRoute('post', ':callId/divert', action('divertCall', 'Sends it on', callMoveSchema))
  divert(
    @By() caller: Caller,
    @Input('params') { callId }: CallParams,
    @Input('body') { dn, to }: CallMoveRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<CallDto> {
    return this.act(caller, callId, { action: 'divert', dn, to }, key);
  }

  @RelayRoute('post', ':callId/transfer', action('transferCall', 'Transfers it', callMoveSchema))
  transfer(
    @By() caller: Caller,
    @Input('params') { callId }: CallParams,
    @Input('body') { dn, to }: CallMoveRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<CallDto> {
    return this.act(caller, callId, { action: 'transfer', dn, to }, key);
  }

  private async act(
    { principal }: Caller,
    callId: CallId,
    command: CallCommand,
    key: string | undefined,
  ): Promise<CallDto> {
    const seen = this.calls.one(callId, principal.dns ?? undefined);
    // First whether the call may be seen at all: a restricted key learns nothing of others.
    if (!seen) throw new RelayError('NOT_FOUND', { detail: 'There is no such call now.' });
    requireDn(principal, command.dn);
    return this.idempotency.once(principal.keyId, key, { callId, command }, () =>
      this.commands.act(callId, command),
    );
  }
}
