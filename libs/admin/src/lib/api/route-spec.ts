import type { ProblemCode, Role } from '@3cx-relay/contracts';
import type { z } from 'zod';

export const ROUTE_METADATA = 'admin:route';

/** Who may call: everybody, whoever is signed in, or admins. */
export const ACCESS = ['public', 'any', 'admin'] as const;
export type Access = (typeof ACCESS)[number];

export const METHODS = ['get', 'post', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export interface AdminRouteSpec {
  readonly who: Access;
  /** One line in the API description. */
  readonly summary: string;
  /** Unique; code generators name the function after it. */
  readonly operationId: string;
  readonly status?: number;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly params?: z.ZodType;
  /** Absent: the answer has no body. */
  readonly answer?: z.ZodType;
  /** Media types of the answer besides JSON. */
  readonly alsoAs?: readonly string[];
  /** Problems of this route besides those that every route has. */
  readonly problems?: readonly ProblemCode[];
  /** Not part of the API description: pages for people. */
  readonly hidden?: boolean;
  /** Open to somebody who must change the password first. */
  readonly beforePasswordChange?: boolean;
}

export interface DeclaredRoute extends AdminRouteSpec {
  readonly method: Method;
  /** Below the path of its controller, Express style: `:id`. */
  readonly path: string;
}

/** What a handler declared; undefined for one that is no admin route. */
export function routeSpecOf(handler: object): DeclaredRoute | undefined {
  const spec: unknown = Reflect.getMetadata(ROUTE_METADATA, handler);
  return spec === undefined ? undefined : (spec as DeclaredRoute);
}

export function mayCall(who: Access, role: Role): boolean {
  return who !== 'admin' || role === 'admin';
}
