import { Controller } from '@nestjs/common';
import {
  type ConnectionListDto,
  connectionListSchema,
  type PbxComponent,
  type ReconnectDto,
  reconnectParamsSchema,
  reconnectSchema,
} from '@3cx-relay/contracts';
import { By, Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import type { SignedInRequest } from '../auth/account.service';
import { ConnectionsService } from './connections.service';
import { ReconnectService } from './reconnect.service';

@Controller('admin/connections')
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly commands: ReconnectService,
  ) {}

  @AdminRoute('get', '', {
    who: 'any',
    summary: 'State, latency and history of the store and of the connections to the PBX',
    operationId: 'listConnections',
    answer: connectionListSchema,
  })
  list(): Promise<ConnectionListDto> {
    return this.connections.list();
  }

  @AdminRoute('post', ':component/reconnect', {
    who: 'admin',
    summary: 'Ends a connection and makes it anew',
    operationId: 'reconnect',
    status: 202,
    params: reconnectParamsSchema,
    answer: reconnectSchema,
    problems: ['CONFLICT'],
  })
  reconnect(
    @By() by: SignedInRequest,
    @Input('params') { component }: { readonly component: PbxComponent },
  ): Promise<ReconnectDto> {
    return this.commands.reconnect(by, component);
  }
}
