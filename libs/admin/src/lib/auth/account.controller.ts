import { Controller } from '@nestjs/common';
import {
  type AdminSessionListDto,
  adminSessionListSchema,
  type EndedSessionsDto,
  endedSessionsSchema,
  type RecoveryCodesDto,
  recoveryCodesSchema,
  type TotpChangeRequest,
  totpChangeSchema,
  type TotpConfirmRequest,
  totpConfirmSchema,
  type TotpSetupDto,
  type TotpSetupRequest,
  totpSetupRequestSchema,
  totpSetupSchema,
  type TotpStatusDto,
  totpStatusSchema,
} from '@3cx-relay/contracts';
import { By, Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { type IdParams, idParamsSchema } from '../api/params';
import { AuditTrail } from '../audit/audit-trail';
import { SecondFactorService, type SignedInRequest } from './account.service';
import type { AdminSession } from './admin-session';
import { SessionService } from './session.service';

/** What users do with their own sessions and second factor. */
@Controller('admin')
export class AccountController {
  constructor(
    private readonly sessions: SessionService,
    private readonly secondFactor: SecondFactorService,
    private readonly trail: AuditTrail,
  ) {}

  @AdminRoute('get', 'sessions', {
    who: 'any',
    summary: 'The own sessions, seen last first',
    operationId: 'listSessions',
    answer: adminSessionListSchema,
  })
  async listSessions(@By() by: SignedInRequest): Promise<AdminSessionListDto> {
    const sessions = await this.sessions.ofUser(by.session.userId);
    return { items: sessions.map((one) => toSessionDto(one, by.session.id)), nextCursor: null };
  }

  @AdminRoute('delete', 'sessions/:id', {
    who: 'any',
    summary: 'Ends one of the own sessions',
    operationId: 'endSession',
    params: idParamsSchema,
    problems: ['NOT_FOUND'],
  })
  async endSession(@By() by: SignedInRequest, @Input('params') { id }: IdParams): Promise<void> {
    await this.sessions.endOne(by.session.userId, id);
    await this.trail.note(by, 'session.ended', `users/${by.session.username}`);
  }

  @AdminRoute('post', 'sessions/end-others', {
    who: 'any',
    summary: 'Ends all own sessions but this one',
    operationId: 'endOtherSessions',
    answer: endedSessionsSchema,
  })
  async endOtherSessions(@By() by: SignedInRequest): Promise<EndedSessionsDto> {
    const { userId, id, username } = by.session;
    const ended = await this.sessions.endAll(userId, id);
    await this.trail.note(by, 'session.ended', `users/${username}`, { sessionsEnded: ended });
    return { ended };
  }

  @AdminRoute('get', 'totp', {
    who: 'any',
    summary: 'Whether the second factor is on',
    operationId: 'totpStatus',
    answer: totpStatusSchema,
  })
  async totpStatus(@By() { session }: SignedInRequest): Promise<TotpStatusDto> {
    return this.secondFactor.status(session);
  }

  @AdminRoute('post', 'totp/setup', {
    who: 'any',
    summary: 'Makes a secret for an authenticator app; confirm it to put it in force',
    operationId: 'setUpTotp',
    body: totpSetupRequestSchema,
    answer: totpSetupSchema,
    problems: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'CONFLICT'],
  })
  async setUpTotp(
    @By() by: SignedInRequest,
    @Input('body') body: TotpSetupRequest,
  ): Promise<TotpSetupDto> {
    return this.secondFactor.setUp(by, body.currentPassword);
  }

  @AdminRoute('post', 'totp/confirm', {
    who: 'any',
    summary: 'Puts the second factor in force and answers the recovery codes, this once',
    operationId: 'confirmTotp',
    body: totpConfirmSchema,
    answer: recoveryCodesSchema,
    problems: ['CONFLICT'],
  })
  async confirmTotp(
    @By() by: SignedInRequest,
    @Input('body') body: TotpConfirmRequest,
  ): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.secondFactor.confirm(by, body.code) };
  }

  @AdminRoute('post', 'totp/recovery-codes', {
    who: 'any',
    summary: 'Makes new recovery codes; the old ones are void',
    operationId: 'renewRecoveryCodes',
    body: totpChangeSchema,
    answer: recoveryCodesSchema,
    problems: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'CONFLICT'],
  })
  async renewRecoveryCodes(
    @By() by: SignedInRequest,
    @Input('body') body: TotpChangeRequest,
  ): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.secondFactor.renewRecoveryCodes(by, body) };
  }

  @AdminRoute('post', 'totp/disable', {
    who: 'any',
    summary: 'Takes the second factor off',
    operationId: 'disableTotp',
    body: totpChangeSchema,
    problems: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'CONFLICT'],
  })
  async disableTotp(
    @By() by: SignedInRequest,
    @Input('body') body: TotpChangeRequest,
  ): Promise<void> {
    await this.secondFactor.disable(by, body);
  }
}

function toSessionDto(session: AdminSession, currentId: string) {
  return {
    id: session.id,
    username: session.username,
    current: session.id === currentId,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    address: session.address,
    userAgent: session.userAgent,
  };
}
