import { Controller } from '@nestjs/common';
import {
  type AcknowledgedDto,
  acknowledgedSchema,
  type AcknowledgeManyRequest,
  acknowledgeManySchema,
  type AcknowledgeRequest,
  acknowledgeSchema,
  type ErrorCountsDto,
  errorCountsSchema,
  type ErrorItemDto,
  errorItemSchema,
  type ErrorListDto,
  errorListSchema,
  type ErrorQuery,
  errorQuerySchema,
} from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { By, Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import { type IdParams, idParamsSchema } from '../api/params';
import { AuditTrail } from '../audit/audit-trail';
import type { SignedInRequest } from '../auth/account.service';

@Controller('admin/errors')
export class ErrorsController {
  constructor(
    private readonly errors: ErrorFeed,
    private readonly trail: AuditTrail,
  ) {}

  @AdminRoute('get', '', {
    who: 'any',
    summary: 'The error feed, last seen first',
    operationId: 'listErrors',
    query: errorQuerySchema,
    answer: errorListSchema,
  })
  async list(@Input('query') query: ErrorQuery): Promise<ErrorListDto> {
    return this.errors.list(query);
  }

  @AdminRoute('get', 'counts', {
    who: 'any',
    summary: 'How many errors are not acknowledged, by severity',
    operationId: 'countErrors',
    answer: errorCountsSchema,
  })
  counts(): Promise<ErrorCountsDto> {
    return this.errors.counts();
  }

  @AdminRoute('post', ':id/acknowledge', {
    who: 'admin',
    summary: 'Acknowledges one error; it comes back when it is seen again',
    operationId: 'acknowledgeError',
    params: idParamsSchema,
    body: acknowledgeSchema,
    answer: errorItemSchema,
    problems: ['NOT_FOUND'],
  })
  async acknowledge(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
    @Input('body') body: AcknowledgeRequest,
  ): Promise<ErrorItemDto> {
    const note = body.note ?? null;
    const error = await this.errors.acknowledge(id, { by: by.session.username, note });
    await this.trail.note(by, 'error.acknowledged', `errors/${id}`, { note });
    return error;
  }

  @AdminRoute('post', 'acknowledge', {
    who: 'admin',
    summary: 'Acknowledges several errors, or all',
    operationId: 'acknowledgeErrors',
    body: acknowledgeManySchema,
    answer: acknowledgedSchema,
  })
  async acknowledgeMany(
    @By() by: SignedInRequest,
    @Input('body') { ids, note }: AcknowledgeManyRequest,
  ): Promise<AcknowledgedDto> {
    const how = { by: by.session.username, note: note ?? null };
    const acknowledged = await this.errors.acknowledgeMany(ids ?? null, how);
    await this.trail.note(by, 'error.acknowledged', 'errors', { acknowledged, note: how.note });
    return { acknowledged };
  }
}
