import type { ServerResponse } from 'node:http';
import type { Principal } from '@3cx-relay/api-keys';
import type { SubscribeRequest } from '@3cx-relay/contracts';
import { Injectable } from '@nestjs/common';
import { Connections } from './connections';
import { SseWire } from './sse-wire';

/** Server-sent events, for whoever speaks plain HTTP. */
@Injectable()
export class SseStreams {
  constructor(private readonly connections: Connections) {}

  /**
   * Turns a response into a stream that ends with its client, its key or the relay.
   * @throws RelayError TOO_MANY_CONNECTIONS, while nothing was sent yet
   */
  open(
    response: ServerResponse,
    principal: Principal,
    address: string,
    request: SubscribeRequest,
  ): void {
    const wire = new SseWire(response);
    const consumer = this.connections.open('sse', principal, address, wire);
    response.once('close', () => this.connections.close(consumer));
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform: a stream that is compressed on its way waits in somebody's buffer.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    consumer.subscribe(request, (position) => wire.sendSubscribed(position));
  }
}
