import { isPbxError, PbxEndpoint, PbxTokenSource, PbxTransport } from '@3cx-relay/pbx-connection';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { CallControlSocket, type SocketHooks } from './call-control-socket';

/** Opens Call Control's socket with the token of the one owner. */
@Injectable()
export class CallControlDoor {
  constructor(
    private readonly tokens: PbxTokenSource,
    private readonly endpoint: PbxEndpoint,
    private readonly transport: PbxTransport,
    private readonly clock: Clock,
  ) {}

  /** @throws PbxError; after `unauthorized` the next try comes with a new token */
  async open(hooks: SocketHooks, signal: AbortSignal): Promise<CallControlSocket> {
    const token = await this.tokens.get(signal);
    const base = await this.endpoint.base();
    const target = { url: `${base.ws}/callcontrol/ws`, token, tls: this.transport.tls };
    try {
      return await CallControlSocket.open(target, hooks, this.clock, signal);
    } catch (error) {
      if (isPbxError(error, 'unauthorized')) this.tokens.invalidate(token);
      if (isPbxError(error, 'unavailable')) this.endpoint.forget();
      throw error;
    }
  }
}
