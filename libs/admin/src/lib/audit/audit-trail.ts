import { Injectable } from '@nestjs/common';
import { Audit } from '@3cx-relay/audit';
import type { SignedInRequest } from '../auth/account.service';

/** Notes in the audit what somebody who is signed in did. */
@Injectable()
export class AuditTrail {
  constructor(private readonly audit: Audit) {}

  note(
    { session, origin }: SignedInRequest,
    action: string,
    subject: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    return this.audit.record({
      actor: session.username,
      action,
      subject,
      from: origin.address,
      detail,
    });
  }
}
