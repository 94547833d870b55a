import type { ProblemCode, Scope } from '@3cx-relay/contracts';
import type { z } from 'zod';

export const ROUTE_METADATA = 'relay:route';
export const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;
export type Method = (typeof METHODS)[number];

/** An answer in another form than JSON. */
export interface OtherAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly example?: string;
}

/** Everything about a route: the guard, the parsers and the API description read this alone. */
export interface RelayRouteSpec {
  /** Everybody, whoever has a key, or keys with this scope. */
  readonly who: 'public' | 'anyKey' | Scope;
  /** Also takes `?ticket=` instead of a key. */
  readonly takesTickets?: boolean;
  /** Also open to the loopback address when METRICS_PUBLIC is set. */
  readonly openToLoopback?: boolean;
  readonly tag: string;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  /** Unique; code generators name the function after it. */
  readonly operationId: string;
  /** Default 200. */
  readonly status?: number;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly bodyExample?: unknown;
  /** Takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  /** Other headers that it reads, as OpenAPI parameters. */
  readonly headers?: readonly Readonly<Record<string, unknown>>[];
  /** The JSON answer; absent: it has none. */
  readonly answer?: z.ZodType;
  readonly example?: unknown;
  /** By media type. */
  readonly alsoAs?: Readonly<Record<string, OtherAnswer>>;
  /** Problems of this route besides those that its access and its input imply. */
  readonly problems?: readonly ProblemCode[];
  /** Not part of the API description: pages for people. */
  readonly hidden?: boolean;
}

export interface DeclaredRoute extends RelayRouteSpec {
  readonly method: Method;
  /** Express style, below the path of the controller. */
  readonly path: string;
}

export function routeSpecOf(handler: object): DeclaredRoute | undefined {
  return Reflect.getMetadata(ROUTE_METADATA, handler) as DeclaredRoute | undefined;
}
