import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { parseInput, RelayError } from '@3cx-relay/contracts';
import { bodyOf, refuseUnstorable } from '@3cx-relay/rest';
import type { Request } from 'express';
import type { SignedInRequest } from '../auth/account.service';
import type { AdminSession, RequestOrigin } from '../auth/admin-session';
import { routeSpecOf } from './route-spec';

/** What the guard found out about a request. */
export interface RequestFacts {
  readonly session: AdminSession | undefined;
  readonly origin: RequestOrigin;
  /** Whether the client's side is encrypted: our own TLS, or a trusted proxy's. */
  readonly encrypted: boolean;
}

const FACTS = new WeakMap<Request, RequestFacts>();

export function setFacts(request: Request, facts: RequestFacts): void {
  FACTS.set(request, facts);
}

/** @throws Error on a route that the guard does not watch */
export function factsOf(request: Request): RequestFacts {
  const facts = FACTS.get(request);
  if (!facts) throw new Error('The route is not declared by AdminRoute.');
  return facts;
}

type InputPart = 'body' | 'query' | 'params';

/** A part of the request, parsed by the schema that the route declares for it. */
export const Input = createParamDecorator((part: InputPart, context: ExecutionContext): unknown => {
  const schema = routeSpecOf(context.getHandler())?.[part];
  if (!schema) throw new Error(`The route declares no schema for its ${part}.`);
  const request = context.switchToHttp().getRequest<Request>();
  const sent: unknown = part === 'body' ? (bodyOf(request) ?? {}) : { ...request[part] };
  refuseUnstorable(sent);
  return parseInput(schema, sent);
});

/** Who asks, and from where. Only on routes that are not public. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): SignedInRequest => {
  const { session, origin } = factsOf(context.switchToHttp().getRequest<Request>());
  if (!session) throw new RelayError('UNAUTHENTICATED', { detail: 'There is no session.' });
  return { session, origin };
});

/** What is known of the request, also when nobody is signed in. */
export const Facts = createParamDecorator((_: unknown, context: ExecutionContext): RequestFacts =>
  factsOf(context.switchToHttp().getRequest<Request>()),
);
