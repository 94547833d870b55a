import type { z } from 'zod';
import type { Answer, Incoming } from '../web/http';
import { decoded } from '../web/http';
import type { ControlledParts } from './parts';
import { Refusal } from './problem';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Values of a request, as the route's schemas have parsed them. */
interface Parsed<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

interface Example {
  readonly body?: unknown;
  readonly answer?: unknown;
}

/** One route: what serves it, and what describes it. */
export interface RouteSpec<Params, Query, Body> {
  readonly method: Method;
  /** Below `/_sim`, with parameters in braces. */
  readonly path: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** What it answers with 200: JSON, or bytes of a media type. */
  readonly answer: z.ZodType | { readonly mediaType: string };
  /** Statuses besides 200 and 400, with what they mean. */
  readonly refusals?: Readonly<Record<number, string>>;
  readonly example?: Example;
  readonly handle: (parts: ControlledParts, request: Parsed<Params, Query, Body>) => unknown;
}

/** A route whose types have done their work: it parses by itself. */
export interface Route extends Omit<
  RouteSpec<unknown, unknown, unknown>,
  'handle' | 'params' | 'query' | 'body'
> {
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  /** @throws z.ZodError and Refusal, which `problemOf` understands */
  readonly serve: (parts: ControlledParts, call: RouteCall) => unknown;
}

export interface RouteCall {
  readonly params: Readonly<Record<string, string>>;
  readonly request: Incoming;
}

/** Joins a handler with the schemas that its values went through. */
export function route<Params = undefined, Query = undefined, Body = undefined>(
  spec: RouteSpec<Params, Query, Body>,
): Route {
  const { handle, params, query, body, ...description } = spec;
  const serve = (parts: ControlledParts, call: RouteCall) =>
    handle(parts, {
      params: params?.parse(call.params) as Params,
      query: query?.parse(Object.fromEntries(new URLSearchParams(call.request.query))) as Query,
      body: body?.parse(jsonBody(call.request)) as Body,
    });
  return { ...description, params, query, body, serve };
}

/**
 * The route of a request.
 * @param path below `/_sim`
 * @throws Refusal with 404, or 405 where the path takes other methods
 */
export function findRoute(routes: readonly Route[], request: Incoming, path: string) {
  const fitting = routes.flatMap((one) => {
    const params = paramsOf(one.path, path);
    return params ? [{ route: one, params }] : [];
  });
  const found = fitting.find(({ route: { method } }) => method === request.method);
  if (found) return found;
  if (fitting.length === 0) throw new Refusal(404, `There is no ${request.method} /_sim${path}.`);
  const allow = [...new Set(fitting.map(({ route: { method } }) => method))].join(', ');
  throw new Refusal(405, `/_sim${path} takes ${allow} only.`, { Allow: allow });
}

function paramsOf(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = decoded(value);
    else if (segment !== value) return null;
  }
  return params;
}

/** An absent body counts as an empty one. @throws Refusal when it is not JSON */
function jsonBody({ text }: Incoming): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}

/** What a handler gave, as an answer. */
export function answerOf(one: Route, body: unknown): Answer {
  const { answer } = one;
  if ('mediaType' in answer)
    return { status: 200, headers: { 'Content-Type': answer.mediaType }, body };
  return { status: 200, body };
}
