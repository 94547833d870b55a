import { notFound, type EdmModel, type Row } from '../odata';
import type { XapiPbx } from './pbx-port';
import type { XapiState } from './state';

/** The PBX, and what clients have set in it. */
export interface XapiWorld {
  readonly pbx: XapiPbx;
  readonly state: XapiState;
}

/** What every resource gets: the world, and the types of the PBX's version. */
export interface XapiContext extends XapiWorld {
  readonly model: EdmModel;
  readonly version: string;
  /** The media types the client asks for. */
  readonly accept: string;
  readonly options: XapiOptions;
}

export interface XapiOptions {
  /** Host name that the PBX calls itself by. */
  readonly fqdn?: string;
  readonly httpsPort?: number;
  readonly httpPort?: number;
  /** Reports over more days than this answer 504. Default: no limit. */
  readonly maxReportDays?: number;
  /** Reports are in no useful order whatever `$orderby` says. Default false. */
  readonly ignoreReportOrder?: boolean;
  /** A larger `$top` is refused with 400, as one PBX was seen to do with 100. Default: no limit. */
  readonly maxTop?: number;
  /** What `DropCall` answers: 200 with `{}`, or 204, as one program expects. Default 200. */
  readonly dropCallStatus?: 200 | 204;
  /** What `CallHistoryView` does: empty, as for calls before the update, or the 500 seen on one PBX. */
  readonly callHistoryView?: 'empty' | 'error';
}

/** How an operation takes its arguments: parameters from the path or members of the body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What an operation answers. */
export type OperationResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'entity'; readonly type: string; readonly row: Row }
  | {
      readonly kind: 'collection';
      readonly type: string;
      readonly rows: readonly Row[];
      /** The rows stay in their order, whatever `$orderby` asks. */
      readonly unsorted?: boolean;
    }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'text'; readonly contentType: string; readonly text: string }
  | { readonly kind: 'binary'; readonly contentType: string; readonly bytes: Buffer };

export const NOTHING: OperationResult = { kind: 'none' };

/** Types of function parameters. `instant` answers 500 when malformed, the others 404, as seen on real PBXs. */
export type ParameterType = 'int' | 'text' | 'instant' | 'boolean';

export interface XapiFunction {
  /** What it answers: a type of the model or a primitive, `[]` for many, `stream` for bytes. */
  readonly gives: string;
  readonly parameters: Readonly<Record<string, ParameterType>>;
  readonly since?: string;
  readonly before?: string;
  readonly run: (context: XapiContext, args: Arguments, key: number) => OperationResult;
}

/** A body parameter: a type of the model or a primitive; `[]` and `?` as in the type tables. */
export interface XapiAction {
  /** As for functions; absent: nothing. */
  readonly gives?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly run: (context: XapiContext, args: Arguments, key: number) => OperationResult;
}

/** An entity set, or a singleton when `single` is there instead of `list`. */
export interface Resource {
  readonly name: string;
  /** Name of the struct. */
  readonly type: string;
  readonly list?: (context: XapiContext) => readonly Row[];
  readonly single?: (context: XapiContext) => Row;
  /** Property that serves as alternate key, and the version that brought it. */
  readonly alternateKey?: { readonly property: string; readonly since?: string };
  /** Entities cannot be had one by one when false. */
  readonly byKey?: boolean;
  readonly create?: (context: XapiContext, body: Row) => Row;
  readonly update?: (context: XapiContext, current: Row, patch: Row) => void;
  readonly remove?: (context: XapiContext, current: Row) => void;
  /** Bound to the set (or singleton), by name without `Pbx.`. */
  readonly functions?: Readonly<Record<string, XapiFunction>>;
  readonly actions?: Readonly<Record<string, XapiAction>>;
  /** Bound to one entity; the key is handed over. */
  readonly entityFunctions?: Readonly<Record<string, XapiFunction>>;
  readonly entityActions?: Readonly<Record<string, XapiAction>>;
}

/** The entity with this `Id` among the rows, or 404. */
export const rowById = (rows: readonly Row[], id: number): Row => {
  const found = rows.find((row) => row['Id'] === id);
  if (found === undefined) throw notFound(`No entity has the key '${id}'.`);
  return found;
};

export const isoTime = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : new Date(milliseconds).toISOString();
