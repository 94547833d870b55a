import { Controller } from '@nestjs/common';
import {
  type AdminUserDto,
  type AdminUserListDto,
  adminUserListSchema,
  type AdminUserQuery,
  adminUserQuerySchema,
  adminUserSchema,
  type CreateAdminUserRequest,
  createAdminUserSchema,
  type EndedSessionsDto,
  endedSessionsSchema,
  type UpdateAdminUserRequest,
  updateAdminUserSchema,
} from '@3cx-relay/contracts';
import { By, Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { type IdParams, idParamsSchema } from '../api/params';
import type { SignedInRequest } from '../auth/account.service';
import { AdminUsersService } from './admin-users.service';

@Controller('admin/users')
export class UsersController {
  constructor(private readonly users: AdminUsersService) {}

  @AdminRoute('get', '', {
    who: 'admin',
    summary: 'Users of the dashboard, by name',
    operationId: 'listUsers',
    query: adminUserQuerySchema,
    answer: adminUserListSchema,
  })
  list(@Input('query') query: AdminUserQuery): Promise<AdminUserListDto> {
    return this.users.list(query);
  }

  @AdminRoute('post', '', {
    who: 'admin',
    summary: 'Makes a user',
    operationId: 'createUser',
    status: 201,
    body: createAdminUserSchema,
    answer: adminUserSchema,
    problems: ['CONFLICT'],
  })
  create(
    @By() by: SignedInRequest,
    @Input('body') body: CreateAdminUserRequest,
  ): Promise<AdminUserDto> {
    return this.users.create(by, body);
  }

  @AdminRoute('patch', ':id', {
    who: 'admin',
    summary: 'Changes a user; the last admin stays one',
    operationId: 'updateUser',
    params: idParamsSchema,
    body: updateAdminUserSchema,
    answer: adminUserSchema,
    problems: ['NOT_FOUND', 'CONFLICT'],
  })
  update(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
    @Input('body') body: UpdateAdminUserRequest,
  ): Promise<AdminUserDto> {
    return this.users.update(by, id, body);
  }

  @AdminRoute('delete', ':id', {
    who: 'admin',
    summary: 'Deletes a user; the last admin stays',
    operationId: 'deleteUser',
    params: idParamsSchema,
    problems: ['NOT_FOUND', 'CONFLICT'],
  })
  delete(@By() by: SignedInRequest, @Input('params') { id }: IdParams): Promise<void> {
    return this.users.delete(by, id);
  }

  @AdminRoute('post', ':id/end-sessions', {
    who: 'admin',
    summary: 'Signs a user out everywhere',
    operationId: 'endUserSessions',
    params: idParamsSchema,
    answer: endedSessionsSchema,
    problems: ['NOT_FOUND'],
  })
  async endSessions(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
  ): Promise<EndedSessionsDto> {
    return { ended: await this.users.endSessions(by, id) };
  }
}
