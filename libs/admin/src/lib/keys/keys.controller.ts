import { Controller } from '@nestjs/common';
import { ApiKeysService } from '@3cx-relay/api-keys';
import {
  type ApiKeyDto,
  type ApiKeyListDto,
  apiKeyListSchema,
  type ApiKeyQuery,
  apiKeyQuerySchema,
  apiKeySchema,
  type ApiKeyUsageDto,
  type ApiKeyUsageQuery,
  apiKeyUsageQuerySchema,
  apiKeyUsageSchema,
  type ApiKeyWithSecretDto,
  apiKeyWithSecretSchema,
  type CreateApiKeyRequest,
  createApiKeySchema,
  type RotateApiKeyRequest,
  rotateApiKeySchema,
  type UpdateApiKeyRequest,
  updateApiKeySchema,
} from '@3cx-relay/contracts';
import { By, Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { type IdParams, idParamsSchema } from '../api/params';
import { AuditTrail } from '../audit/audit-trail';
import type { SignedInRequest } from '../auth/account.service';

const DEFAULT_OVERLAP_HOURS = 24;
const DEFAULT_USAGE_DAYS = 30;

@Controller('admin/api-keys')
export class KeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly trail: AuditTrail,
  ) {}

  @AdminRoute('get', '', {
    who: 'admin',
    summary: 'API keys, newest first',
    operationId: 'listApiKeys',
    query: apiKeyQuerySchema,
    answer: apiKeyListSchema,
  })
  list(@Input('query') query: ApiKeyQuery): Promise<ApiKeyListDto> {
    return this.keys.list(query);
  }

  @AdminRoute('post', '', {
    who: 'admin',
    summary: 'Makes a key; it is in this answer alone',
    operationId: 'createApiKey',
    status: 201,
    body: createApiKeySchema,
    answer: apiKeyWithSecretSchema,
  })
  async create(
    @By() by: SignedInRequest,
    @Input('body') body: CreateApiKeyRequest,
  ): Promise<ApiKeyWithSecretDto> {
    const key = await this.keys.create(body);
    await this.trail.note(by, 'api-key.created', `api-keys/${key.id}`, { ...body });
    return key;
  }

  @AdminRoute('patch', ':id', {
    who: 'admin',
    summary: 'Changes a key, for connections that are open too',
    operationId: 'updateApiKey',
    params: idParamsSchema,
    body: updateApiKeySchema,
    answer: apiKeySchema,
    problems: ['NOT_FOUND'],
  })
  async update(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
    @Input('body') body: UpdateApiKeyRequest,
  ): Promise<ApiKeyDto> {
    const key = await this.keys.update(id, body);
    await this.trail.note(by, 'api-key.changed', `api-keys/${id}`, { ...body });
    return key;
  }

  @AdminRoute('delete', ':id', {
    who: 'admin',
    summary: 'Revokes a key at once, on open connections too',
    operationId: 'revokeApiKey',
    params: idParamsSchema,
    problems: ['NOT_FOUND'],
  })
  async revoke(@By() by: SignedInRequest, @Input('params') { id }: IdParams): Promise<void> {
    await this.keys.revoke(id);
    await this.trail.note(by, 'api-key.revoked', `api-keys/${id}`);
  }

  @AdminRoute('post', ':id/rotate', {
    who: 'admin',
    summary: 'Makes a new secret; the old one stays valid for a while',
    operationId: 'rotateApiKey',
    params: idParamsSchema,
    body: rotateApiKeySchema,
    answer: apiKeyWithSecretSchema,
    problems: ['NOT_FOUND', 'CONFLICT'],
  })
  async rotate(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
    @Input('body') { overlapHours = DEFAULT_OVERLAP_HOURS }: RotateApiKeyRequest,
  ): Promise<ApiKeyWithSecretDto> {
    const key = await this.keys.rotate(id, overlapHours);
    await this.trail.note(by, 'api-key.rotated', `api-keys/${id}`, { overlapHours });
    return key;
  }

  @AdminRoute('get', ':id/usage', {
    who: 'admin',
    summary: 'Requests of a key by day and route',
    operationId: 'apiKeyUsage',
    params: idParamsSchema,
    query: apiKeyUsageQuerySchema,
    answer: apiKeyUsageSchema,
    problems: ['NOT_FOUND'],
  })
  usage(
    @Input('params') { id }: IdParams,
    @Input('query') { days = DEFAULT_USAGE_DAYS }: ApiKeyUsageQuery,
  ): Promise<ApiKeyUsageDto> {
    return this.keys.usageOf(id, days);
  }
}
