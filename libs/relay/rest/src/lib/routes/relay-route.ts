import {
  applyDecorators,
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { KeyGuard } from './key.guard';
import { type DeclaredRoute, type Method, type RelayRouteSpec, ROUTE_METADATA } from './route-spec';

const DECORATORS = { get: Get, post: Post, patch: Patch, put: Put, delete: Delete } as const;

/**
 * Declares a route: who may call it, what it takes and what it answers. The guard enforces this
 * declaration and the API description is made from it, so rule and documentation cannot part.
 */
export function RelayRoute(method: Method, path: string, spec: RelayRouteSpec): MethodDecorator {
  return applyDecorators(
    SetMetadata(ROUTE_METADATA, { ...spec, method, path } satisfies DeclaredRoute),
    DECORATORS[method](path),
    HttpCode(spec.status ?? 200),
    UseGuards(KeyGuard),
  );
}
