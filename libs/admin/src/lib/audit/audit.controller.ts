import { Controller } from '@nestjs/common';
import { Audit } from '@3cx-relay/audit';
import {
  type AuditListDto,
  auditListSchema,
  type AuditQuery,
  auditQuerySchema,
} from '@3cx-relay/contracts';
import { Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';

@Controller('admin/audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @AdminRoute('get', '', {
    who: 'admin',
    summary: 'Who did what, when, from where; newest first',
    operationId: 'listAudit',
    query: auditQuerySchema,
    answer: auditListSchema,
  })
  async list(@Input('query') query: AuditQuery): Promise<AuditListDto> {
    return this.audit.list(query);
  }
}
