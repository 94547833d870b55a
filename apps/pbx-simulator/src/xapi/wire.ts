import { ODataError } from '../odata';

/** A request below `/xapi/v1`, already authenticated. */
export interface XapiRequest {
  readonly method: string;
  /** Raw path after `/xapi/v1`, still percent-encoded. */
  readonly path: string;
  /** Raw query string, with or without `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed JSON, or undefined when there was none. */
  readonly body: unknown;
  readonly client: { readonly role: string };
  /** Such as `20.0.7`. */
  readonly pbxVersion: string;
  /** Scheme and host for `@odata.context`; default `https://` and the Host header. */
  readonly origin?: string;
}

export interface XapiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON value, text, bytes, or undefined for an empty body. */
  readonly body: unknown;
}

/** Answers 405: the path is right, the method is not. */
export const badMethod = (method: string, allowed: readonly string[]): ODataError =>
  new ODataError(
    405,
    `The method ${method} is not allowed here; ${allowed.join(', ')} would be.`,
    'MethodNotAllowed',
  );

/** Answers 501: the PBX has it, the simulator does not. */
export const notModelled = (what: string): ODataError =>
  new ODataError(501, `The simulator does not model '${what}'.`, 'NotImplemented', what);
