import { Controller, type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService } from '@nestjs/core';
import { z } from 'zod';
import { AdminOptions } from '../admin-options';
import { AdminRoute } from '../api/admin-route';
import { routeSpecOf } from '../api/route-spec';
import { describeAdminApi, type DescribedRoute } from './admin-openapi';

/** The description of this API. */
@Controller('admin')
export class OpenApiController {
  private document: Record<string, unknown> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly options: AdminOptions,
  ) {}

  @AdminRoute('get', 'openapi.json', {
    who: 'any',
    summary: 'This description: OpenAPI 3.1',
    operationId: 'openApi',
    answer: z.record(z.string(), z.unknown()),
    beforePasswordChange: true,
  })
  openApi(): Record<string, unknown> {
    this.document ??= describeAdminApi(this.routes(), this.options.version);
    return this.document;
  }

  private routes(): DescribedRoute[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) =>
        typeof metatype === 'function' ? routesOf(metatype as Type) : [],
      );
  }
}

/** The declared routes of a controller class. */
export function routesOf(controller: Type): DescribedRoute[] {
  const prototype: object = controller.prototype as object;
  const base = String(Reflect.getMetadata(PATH_METADATA, controller));
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler: unknown = Reflect.get(prototype, name);
    const spec = typeof handler === 'function' ? routeSpecOf(handler) : undefined;
    if (!spec) return [];
    const parts = [base, spec.path].filter((part) => part !== '');
    return [{ method: spec.method, path: `/${parts.join('/')}`, spec }];
  });
}
