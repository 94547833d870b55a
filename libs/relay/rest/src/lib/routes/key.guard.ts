import {
  type AdmissionRequest,
  Authenticator,
  type Credentials,
  isWithin,
  keyOfHeaders,
  type RateLimitState,
} from '@3cx-relay/api-keys';
import { addressOf, StreamingOptions } from '@3cx-relay/streaming';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RestOptions } from '../rest.options';
import { setCaller } from './relay-request';
import { type DeclaredRoute, routeSpecOf } from './route-spec';

/** Lets in whom the route's declaration names; a route without one is closed. */
@Injectable()
export class KeyGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly options: RestOptions,
    private readonly streaming: StreamingOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const spec = routeSpecOf(context.getHandler());
    if (!spec) return false;
    if (spec.who === 'public') return true;
    const address = addressOf(request, this.streaming.trustProxy);
    const credentials = credentialsOf(request, spec);
    if (!credentials && this.isOpenTo(address, spec)) return true;
    const route = `${request.method} ${patternOf(request)}`;
    const { principal } = await this.authenticator.admit({
      credentials,
      address,
      // Refusals for want of scope or for too many requests count as uses of the key too.
      onKey: (owner) =>
        response.once('close', () =>
          this.authenticator.record(owner, route, response.statusCode >= 400),
        ),
      onRateLimit: (state) => tellLimits(response, state),
      ...scopeOf(spec),
    });
    setCaller(request, { principal, address });
    return true;
  }

  private isOpenTo(address: string, spec: DeclaredRoute): boolean {
    return (
      spec.openToLoopback === true && this.options.metricsPublic && isWithin(address, ['loopback'])
    );
  }
}

function scopeOf(spec: DeclaredRoute): Pick<AdmissionRequest, 'scope'> {
  return spec.who === 'public' || spec.who === 'anyKey' ? {} : { scope: spec.who };
}

function credentialsOf(request: Request, spec: DeclaredRoute): Credentials | undefined {
  const key = keyOfHeaders(request.headers);
  if (key || !spec.takesTickets) return key;
  const { ticket } = request.query;
  return typeof ticket === 'string' ? { kind: 'ticket', text: ticket } : undefined;
}

function tellLimits(response: Response, state: RateLimitState): void {
  response.setHeader('RateLimit-Limit', String(state.limit));
  response.setHeader('RateLimit-Remaining', String(state.remaining));
  response.setHeader('RateLimit-Reset', String(state.resetSeconds));
}

/** The pattern that matched, so that usage is counted by route and not by call id. */
function patternOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : '/relay';
}
