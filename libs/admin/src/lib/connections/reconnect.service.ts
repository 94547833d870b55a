import { Injectable } from '@nestjs/common';
import { type PbxComponent, type ReconnectDto, RelayError } from '@3cx-relay/contracts';
import { ConnectionMonitor } from '@3cx-relay/monitoring';
import { AuditTrail } from '../audit/audit-trail';
import type { SignedInRequest } from '../auth/account.service';
import { ConnectionCommands } from '../ports';

/** Makes connections anew when somebody asks for it. */
@Injectable()
export class ReconnectService {
  constructor(
    private readonly monitor: ConnectionMonitor,
    private readonly commands: ConnectionCommands,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @returns the state just after the command was taken
   * @throws RelayError CONFLICT when the component is disabled
   */
  async reconnect(by: SignedInRequest, component: PbxComponent): Promise<ReconnectDto> {
    if (this.monitor.of(component).state === 'disabled') {
      throw new RelayError('CONFLICT', {
        detail: `The connection "${component}" is switched off in the settings.`,
      });
    }
    await this.commands.reconnect(component);
    await this.trail.note(by, 'connection.reconnect', `connections/${component}`);
    return this.monitor.of(component);
  }
}
