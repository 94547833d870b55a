import {
  applyDecorators,
  Delete,
  Get,
  Header,
  HttpCode,
  Patch,
  Post,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { AdminGuard } from './admin.guard';
import { type AdminRouteSpec, type DeclaredRoute, type Method, ROUTE_METADATA } from './route-spec';

const DECORATORS = { get: Get, post: Post, patch: Patch, delete: Delete } as const;

/**
 * Declares a route: who may call it, what it takes and what it answers. The guard, the parsers and
 * the API description all read this one declaration, so rule and documentation cannot part.
 */
export function AdminRoute(method: Method, path: string, spec: AdminRouteSpec): MethodDecorator {
  const status = spec.status ?? (spec.answer || spec.alsoAs ? 200 : 204);
  return applyDecorators(
    SetMetadata(ROUTE_METADATA, { ...spec, method, path } satisfies DeclaredRoute),
    DECORATORS[method](path),
    HttpCode(status),
    // Answers depend on who asks and on the moment.
    Header('Cache-Control', 'no-store'),
    UseGuards(AdminGuard),
  );
}
