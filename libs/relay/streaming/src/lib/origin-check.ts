import type { IncomingMessage } from 'node:http';
import { isWithin } from '@3cx-relay/api-keys';
import { Injectable } from '@nestjs/common';
import { StreamingOptions } from './streaming.options';

/**
 * Whether a browser page may connect: one of our own origin, or one that CORS_ORIGINS names.
 * Programs that are no browsers send no Origin.
 */
@Injectable()
export class OriginCheck {
  constructor(private readonly options: StreamingOptions) {}

  allows(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return true;
    const { corsOrigins } = this.options;
    if (corsOrigins.includes('*') || corsOrigins.includes(origin)) return true;
    return URL.canParse(origin) && this.ownHosts(request).includes(new URL(origin).host);
  }

  private ownHosts(request: IncomingMessage): string[] {
    const { publicUrl, trustProxy } = this.options;
    const isProxied = isWithin(request.socket.remoteAddress ?? '', trustProxy);
    const forwarded = isProxied ? request.headers['x-forwarded-host'] : undefined;
    return [
      request.headers.host,
      typeof forwarded === 'string' ? forwarded : undefined,
      publicUrl === null ? undefined : new URL(publicUrl).host,
    ].filter((host) => host !== undefined);
  }
}
