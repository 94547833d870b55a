import type { Row } from '../odata';
import { rowById, type Resource, type XapiContext } from './context';
import type { RowStore, XapiState } from './state';

/** A set of entities that live in XAPI alone. */
export interface RowResourceSpec {
  readonly name: string;
  readonly type: string;
  readonly store: (state: XapiState) => RowStore;
  readonly defaults: Row;
  /** What is answered of a stored row; the row itself by default. */
  readonly row?: (context: XapiContext, stored: Row) => Row;
  /** Refuses what cannot be. `patch` is what the client sent, `full` what would come of it. */
  readonly check?: (context: XapiContext, full: Row, patch: Row) => void;
  readonly more?: Partial<Resource>;
}

const withoutId = (patch: Row): Row => {
  const { Id: _id, ...rest } = patch;
  return rest;
};

/** An entity set over a store: create, read, change, delete. */
export const rowResource = (spec: RowResourceSpec): Resource => {
  const list = (context: XapiContext): Row[] =>
    spec
      .store(context.state)
      .all()
      .map((stored) => spec.row?.(context, stored) ?? stored);
  return {
    name: spec.name,
    type: spec.type,
    list,
    create: (context, body) => {
      const full = { ...spec.defaults, ...withoutId(body) };
      spec.check?.(context, full, body);
      const added = spec.store(context.state).add(full);
      return rowById(list(context), Number(added['Id']));
    },
    update: (context, current, patch) => {
      spec.check?.(context, { ...current, ...patch }, patch);
      spec.store(context.state).change(Number(current['Id']), withoutId(patch));
    },
    remove: (context, current) => spec.store(context.state).remove(Number(current['Id'])),
    ...spec.more,
  };
};
