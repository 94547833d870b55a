import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { routeSpecOf } from '../routes/route-spec';
import type { PublishedRoute } from './openapi-document';

/** Finds what the controllers of every part have declared with `RelayRoute`. */
@Injectable()
export class PublishedRoutes {
  constructor(private readonly discovery: DiscoveryService) {}

  all(): PublishedRoute[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? routesOf(metatype as Type) : []));
  }
}

/** What one controller has declared; nothing of it has to run. */
export function routesOf(controller: Type): PublishedRoute[] {
  const base = Reflect.getMetadata('path', controller) as unknown;
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const spec = typeof handler === 'function' ? routeSpecOf(handler) : undefined;
    if (!spec) return [];
    const parts = [typeof base === 'string' ? base : '', spec.path].filter(Boolean);
    return [{ ...spec, fullPath: `/${parts.join('/')}` }];
  });
}
