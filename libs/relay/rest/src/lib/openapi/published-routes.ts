import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { routeSpecOf } from '../routes/route-spec';
import type { PublishedRoute } from './openapi-document';

/** Finds what the controllers of every part have declared with `RelayRoute`. */
@Injectable()
export class PublishedRoutes {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  all(): PublishedRoute[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!instance || !metatype) return [];
      const base = Reflect.getMetadata('path', metatype) as unknown;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        const spec = typeof handler === 'function' ? routeSpecOf(handler) : undefined;
        if (!spec) return [];
        const parts = [typeof base === 'string' ? base : '', spec.path].filter(Boolean);
        return [{ ...spec, fullPath: `/${parts.join('/')}` }];
      });
    });
  }
}
