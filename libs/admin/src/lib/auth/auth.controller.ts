import { randomUUID } from 'node:crypto';
import { Controller, Req, Res } from '@nestjs/common';
import {
  type ChangePasswordRequest,
  changePasswordSchema,
  type LoginRequest,
  loginSchema,
  type MeDto,
  meSchema,
  type SignInDto,
  signInSchema,
} from '@3cx-relay/contracts';
import type { Request, Response } from 'express';
import { By, Facts, Input, type RequestFacts } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import {
  clearSessionCookie,
  DEVICE_COOKIE,
  readCookie,
  setDeviceCookie,
  setSessionCookie,
} from '../api/cookies';
import { PasswordService, type SignedInRequest } from './account.service';
import { toSignedInUser } from './admin-session';
import { SessionTokens } from './session-tokens';
import { SignInService } from './sign-in.service';

@Controller('admin')
export class AuthController {
  constructor(
    private readonly signIns: SignInService,
    private readonly passwords: PasswordService,
    private readonly tokens: SessionTokens,
  ) {}

  @AdminRoute('post', 'login', {
    who: 'public',
    summary: 'Signs in and sets the session cookie',
    operationId: 'login',
    body: loginSchema,
    answer: signInSchema,
    problems: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS'],
  })
  async login(
    @Input('body') body: LoginRequest,
    @Facts() { origin, encrypted }: RequestFacts,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInDto> {
    const sent = readCookie(request.headers.cookie, DEVICE_COOKIE);
    const device = this.tokens.readDevice(body.username, sent);
    const { user, session } = await this.signIns.signIn(body, origin, device);
    const proof = this.tokens.deviceToken(user.username, device ?? randomUUID());
    setSessionCookie(response, this.tokens.sign(session), session.expiresAt, encrypted);
    setDeviceCookie(response, proof, encrypted);
    return {
      user: {
        username: user.username,
        role: user.role,
        mustChangePassword: user.mustChangePassword,
      },
      csrfToken: this.tokens.csrfToken(session.id),
    };
  }

  @AdminRoute('post', 'logout', {
    who: 'any',
    summary: 'Ends this session, on the server too',
    operationId: 'logout',
    beforePasswordChange: true,
  })
  async logout(
    @By() by: SignedInRequest,
    @Facts() { encrypted }: RequestFacts,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.signIns.signOut(by.session, by.origin);
    clearSessionCookie(response, encrypted);
  }

  @AdminRoute('get', 'me', {
    who: 'public',
    summary: 'Who is signed in; user is null when nobody is',
    operationId: 'me',
    answer: meSchema,
    beforePasswordChange: true,
  })
  me(@Facts() { session }: RequestFacts): MeDto {
    if (!session) return { user: null, csrfToken: null };
    return { user: toSignedInUser(session), csrfToken: this.tokens.csrfToken(session.id) };
  }

  @AdminRoute('post', 'password', {
    who: 'any',
    summary: 'Changes the own password, ends all other sessions and renews this one',
    operationId: 'changePassword',
    body: changePasswordSchema,
    answer: signInSchema,
    problems: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS'],
    beforePasswordChange: true,
  })
  async changePassword(
    @By() by: SignedInRequest,
    @Input('body') body: ChangePasswordRequest,
    @Facts() { encrypted }: RequestFacts,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInDto> {
    const renewed = await this.passwords.change(by, body);
    setSessionCookie(response, this.tokens.sign(renewed), renewed.expiresAt, encrypted);
    return {
      user: { ...toSignedInUser(by.session), mustChangePassword: false },
      csrfToken: this.tokens.csrfToken(renewed.id),
    };
  }
}
