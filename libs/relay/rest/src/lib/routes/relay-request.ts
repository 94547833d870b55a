import type { Principal } from '@3cx-relay/api-keys';
import { parseInput, RelayError } from '@3cx-relay/contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { bodyOf } from '../http/json-body';
import { refuseUnstorable } from '../http/storable-text';
import { routeSpecOf } from './route-spec';

/** Who a request comes from. */
export interface Caller {
  readonly principal: Principal;
  /** Of the client, past trusted proxies. */
  readonly address: string;
}

const CALLERS = new WeakMap<Request, Caller>();

export function setCaller(request: Request, caller: Caller): void {
  CALLERS.set(request, caller);
}

/** Whose key came with the request; none where the route was open without one. */
export function callerOf(request: Request): Caller | undefined {
  return CALLERS.get(request);
}

/** The caller of a route that needs a key. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<Request>());
  if (!caller) throw new RelayError('UNAUTHENTICATED');
  return caller;
});

/**
 * A part of the request, parsed by the schema that the route declares for it.
 * @throws RelayError INVALID_REQUEST with every fault; of a body also UNSUPPORTED_MEDIA_TYPE
 */
export const Input = createParamDecorator(
  (part: 'query' | 'params' | 'body', context: ExecutionContext): unknown => {
    const request = context.switchToHttp().getRequest<Request>();
    const schema = routeSpecOf(context.getHandler())?.[part];
    if (!schema) throw new Error(`the route declares no ${part}`);
    const sent: unknown = part === 'body' ? bodyOf(request) : { ...request[part] };
    refuseUnstorable(sent);
    return parseInput(schema, sent);
  },
);
