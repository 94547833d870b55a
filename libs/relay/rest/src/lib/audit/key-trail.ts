import { Audit } from '@3cx-relay/audit';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../routes/relay-request';

/**
 * Notes in the audit what a program changed with its key. The actor has the form of the audit's
 * subjects, `api-keys/ID`: no administrator can have such a name.
 */
@Injectable()
export class KeyTrail {
  constructor(private readonly audit: Audit) {}

  note(
    { principal, address }: Caller,
    action: string,
    subject: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    return this.audit.record({
      actor: `api-keys/${principal.keyId}`,
      action,
      subject,
      from: address,
      detail: { ...detail, clientName: principal.clientName },
    });
  }
}
