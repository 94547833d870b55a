import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { RelayError } from '@3cx-relay/contracts';
import type { Request } from 'express';
import type { AdminSession } from '../auth/admin-session';
import { SessionService } from '../auth/session.service';
import { SessionTokens } from '../auth/session-tokens';
import { readToken } from './cookies';
import { AdminOptions } from '../admin-options';
import { setFacts } from './admin-request';
import { isEncrypted, originOf } from './origin';
import { type AdminRouteSpec, mayCall, routeSpecOf } from './route-spec';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets in whom the route's declaration names; a route without one is closed. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly tokens: SessionTokens,
    private readonly options: AdminOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const spec = routeSpecOf(context.getHandler());
    if (!spec) return false;
    const sent = readToken(request.headers);
    const session = sent && (await this.sessions.ofToken(sent.token));
    const { trustedProxies } = this.options;
    setFacts(request, {
      session,
      origin: originOf(request, trustedProxies),
      encrypted: isEncrypted(request, trustedProxies),
    });
    if (spec.who === 'public') return true;
    if (!session) {
      throw new RelayError('UNAUTHENTICATED', { detail: 'Sign in first: POST /admin/login.' });
    }
    if (sent.byCookie) this.checkCsrf(request, session);
    this.checkRights(spec, session);
    return true;
  }

  private checkCsrf(request: Request, session: AdminSession): void {
    if (SAFE_METHODS.has(request.method)) return;
    if (!this.tokens.isCsrfToken(session.id, request.get('x-csrf-token'))) {
      throw new RelayError('CSRF_FAILED', {
        detail: 'Send the csrfToken of sign-in, or of GET /admin/me, as X-CSRF-Token.',
      });
    }
  }

  private checkRights(spec: AdminRouteSpec, session: AdminSession): void {
    if (session.mustChangePassword && !spec.beforePasswordChange) {
      throw new RelayError('PASSWORD_CHANGE_REQUIRED', {
        detail: 'The password must be changed first.',
      });
    }
    if (!mayCall(spec.who, session.role)) {
      throw new RelayError('INSUFFICIENT_ROLE', { detail: 'This needs the role admin.' });
    }
  }
}
