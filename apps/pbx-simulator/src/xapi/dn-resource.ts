import type { Row } from '../odata';
import { rowById, type Resource, type XapiContext } from './context';
import { dnRow, dnsOfKind, firstFreeNumber, requireFreeNumber } from './dn-rows';
import { requireGroups } from './memberships';
import type { DnChange, DnFacts, DnKind } from './pbx-port';
import { fault, WARNINGS } from './warnings';

/** What makes one kind of DN different from another. */
export interface DnResourceSpec {
  readonly name: string;
  readonly type: string;
  readonly kind: DnKind;
  /** What a request leaves out when it creates one. */
  readonly defaults: Row;
  /** The PBX's own facts, laid over what is stored. */
  readonly facts: (context: XapiContext, dn: DnFacts, stored: Row) => Row;
  /** What of a body the PBX acts on. */
  readonly change: (context: XapiContext, patch: Row) => DnChange;
  /** Refuses what cannot be; runs before anything is changed. */
  readonly check?: (context: XapiContext, patch: Row) => void;
  /** What of a body is kept beside the PBX. Default: all but Id, Number and Name. */
  readonly keep?: (context: XapiContext, patch: Row) => Row;
  /** Where a number is looked for when none is given, and the function that tells the first free one. */
  readonly numbers: {
    readonly from: number;
    readonly to: number;
    readonly prefix?: string;
    readonly function?: string;
  };
  readonly more?: Partial<Resource>;
}

/** `patch` without what identifies a DN. */
export const withoutIdentity = (patch: Row): Row => {
  const { Id: _id, Number: _number, Name: _name, ...rest } = patch;
  return rest;
};

const rowsOf = (spec: DnResourceSpec, context: XapiContext): Row[] =>
  dnsOfKind(context, spec.kind).map((dn) => {
    const stored = dnRow(context, dn, spec.defaults);
    return {
      ...stored,
      Name: dn.name,
      IsRegistered: dn.registered,
      ...spec.facts(context, dn, stored),
    };
  });

const check = (spec: DnResourceSpec, context: XapiContext, patch: Row): void => {
  requireGroups(context, patch['Groups']);
  if (patch['Name'] === '') throw fault('Name', WARNINGS.empty);
  spec.check?.(context, patch);
};

const create = (spec: DnResourceSpec, context: XapiContext, body: Row): Row => {
  const { from, to, prefix } = spec.numbers;
  const given = body['Number'];
  const missing = given === undefined || given === null || given === '';
  const wanted = missing ? firstFreeNumber(context, from, to, prefix) : given;
  const number = requireFreeNumber(context, wanted);
  check(spec, context, body);
  const full = { ...spec.defaults, ...body, Name: body['Name'] ?? `${spec.type} ${number}` };
  const kept = (spec.keep ?? ((_context, patch) => withoutIdentity(patch)))(context, body);
  context.pbx.addDn(spec.kind, number, {
    ...(typeof full.Name === 'string' ? { name: full.Name } : {}),
    ...spec.change(context, full),
  });
  context.state.dns.change(number, kept);
  return rowById(rowsOf(spec, context), context.state.dns.idOf(number));
};

const update = (spec: DnResourceSpec, context: XapiContext, current: Row, patch: Row): void => {
  const number = String(current['Number']);
  const wanted = patch['Number'];
  if (wanted !== undefined && wanted !== number) throw fault('Number', WARNINGS.forbiddenChange);
  check(spec, context, patch);
  const kept = (spec.keep ?? ((_context, body) => withoutIdentity(body)))(context, patch);
  context.pbx.changeDn(number, {
    ...(typeof patch['Name'] === 'string' ? { name: patch['Name'] } : {}),
    ...spec.change(context, patch),
  });
  context.state.dns.change(number, kept);
};

/** An entity set of DNs of one kind: made, changed and deleted in the PBX itself. */
export const dnResource = (spec: DnResourceSpec): Resource => {
  const { function: free, from, to } = spec.numbers;
  const functions: Resource['functions'] =
    free === undefined
      ? {}
      : {
          [free]: {
            gives: 'FirstAvailableNumber',
            parameters: {},
            run: (context) => ({
              kind: 'entity',
              type: 'FirstAvailableNumber',
              row: { Number: firstFreeNumber(context, from, to) },
            }),
          },
        };
  return {
    name: spec.name,
    type: spec.type,
    alternateKey: { property: 'Number' },
    list: (context) => rowsOf(spec, context),
    create: (context, body) => create(spec, context, body),
    update: (context, current, patch) => update(spec, context, current, patch),
    remove: ({ pbx, state }, current) => {
      pbx.removeDn(String(current['Number']));
      state.dns.forget(String(current['Number']));
    },
    ...spec.more,
    functions: { ...functions, ...spec.more?.functions },
  };
};

/** A whole number within bounds, `undefined` when the body does not speak of it. */
export const boundedNumber = (
  patch: Row,
  name: string,
  min: number,
  max: number,
): number | undefined => {
  const value = patch[name];
  if (typeof value !== 'number') return undefined;
  if (value < min || value > max) throw fault(name, WARNINGS.outOfRange);
  return value;
};
