import {
  notFound,
  parseResourcePath,
  readInt,
  readText,
  type PathSegment,
  type Row,
} from '../odata';
import { requireRole } from './access';
import { Answers, NO_CONTENT } from './answers';
import { readEntityBody } from './body';
import { rowById, type Resource, type XapiContext } from './context';
import { edmx } from './edmx';
import { openApi } from './open-api';
import { runAction, runFunction, type Bound } from './operations';
import { RESOURCES } from './resources';
import { isUnmodelled } from './unmodelled';
import { isAtLeast } from './version';
import { notModelled, type XapiRequest, type XapiResponse } from './wire';

const unknownSegment = (name: string): Error =>
  notFound(`Resource not found for the segment '${name}'.`);

const operationName = ({ name }: PathSegment): string => name.slice('Pbx.'.length);

/** 501 for what the vendor describes, else 404. */
const refuseOperation = (set: string, segment: PathSegment): never => {
  if (isUnmodelled(set, operationName(segment))) throw notModelled(`${set}/${segment.name}`);
  throw notFound(`The operation '${segment.name}' is not known.`);
};

/** Generated clients send null for what they do not set; a new entity has its default there. */
const withoutNulls = (body: Row): Row =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));

/** A table is asked for names that clients make up: only its own entries count. */
const own = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

/** Methods of a resource besides GET. */
const methodsOf = (resource: Resource): string[] => [
  'GET',
  ...(resource.update === undefined ? [] : ['PATCH']),
  ...(resource.remove === undefined ? [] : ['DELETE']),
];

/** One request on its way to the resource that answers it. Throws ODataErrors. */
export class XapiCall {
  private readonly answers: Answers;

  constructor(
    private readonly context: XapiContext,
    private readonly request: XapiRequest,
  ) {
    this.answers = new Answers(context, request);
  }

  answer(): XapiResponse {
    const segments = parseResourcePath(this.request.path);
    const [first, ...rest] = segments;
    if (first === undefined) return this.serviceDocument();
    const { model } = this.context;
    if (first.name === '$metadata')
      return this.answers.text('application/xml', edmx(model, RESOURCES));
    if (first.name === 'swagger.yaml') {
      return this.answers.text('application/yaml', openApi(this.context));
    }
    const resource = RESOURCES.get(first.name);
    if (resource === undefined) return this.unknown(segments);
    requireRole(this.request.client.role, resource.name);
    if (resource.single !== undefined) {
      return this.singleton(resource, resource.single(this.context), first, rest);
    }
    return first.called ? this.entity(resource, first, rest) : this.set(resource, rest);
  }

  private serviceDocument(): XapiResponse {
    const sets = [...RESOURCES.values()].map(({ name, single }) => ({
      name,
      kind: single === undefined ? 'EntitySet' : 'Singleton',
      url: name,
    }));
    return this.answers.serviceDocument(sets);
  }

  private unknown(segments: readonly PathSegment[]): XapiResponse {
    const [first] = segments;
    const operation = segments.find((segment) => segment.name.startsWith('Pbx.'));
    if (first === undefined || !isUnmodelled(first.name, operation?.name.slice('Pbx.'.length))) {
      throw unknownSegment(first?.name ?? '');
    }
    requireRole(this.request.client.role, first.name);
    throw notModelled(first.name);
  }

  private set(resource: Resource, rest: readonly PathSegment[]): XapiResponse {
    const [next, ...further] = rest;
    if (next === undefined) return this.wholeSet(resource);
    if (next.name === '$count' && further.length === 0 && resource.list !== undefined) {
      return this.answers.count(this.struct(resource), resource.list(this.context));
    }
    if (further.length > 0 || !next.name.startsWith('Pbx.')) throw unknownSegment(next.name);
    const { functions, actions } = resource;
    return this.operation({ resource, functions, actions, key: 0 }, next);
  }

  private wholeSet(resource: Resource): XapiResponse {
    const struct = this.struct(resource);
    if (this.request.method === 'POST' && resource.create !== undefined) {
      const body = readEntityBody(this.context.model, struct, this.request.body);
      const fresh = resource.create(this.context, withoutNulls(body));
      return this.answers.created(resource.name, struct, fresh);
    }
    if (resource.list === undefined) throw unknownSegment(resource.name);
    this.answers.allow('GET', ...(resource.create === undefined ? [] : ['POST']));
    return this.answers.many(resource.name, struct, resource.list(this.context));
  }

  private entity(
    resource: Resource,
    first: PathSegment,
    rest: readonly PathSegment[],
  ): XapiResponse {
    const [next, ...further] = rest;
    const isOperation = next?.name.startsWith('Pbx.') === true && further.length === 0;
    if (isOperation && resource.byKey === false) refuseOperation(resource.name, next);
    const current = this.find(resource, first);
    if (next === undefined) return this.wholeEntity(resource, current);
    const key = Number(current['Id']);
    if (isOperation) {
      const { entityFunctions: functions, entityActions: actions } = resource;
      return this.operation({ resource, functions, actions, key }, next);
    }
    return this.navigate(`${resource.name}(${key})`, resource, current, rest);
  }

  /** `Users(29)`, `Users(Id=29)` or, where the version has it, `Users(Number='100')`. */
  private find(resource: Resource, segment: PathSegment): Row {
    const rows = resource.list?.(this.context) ?? [];
    const [name = 'Id', raw = segment.positional ?? ''] = [...segment.named][0] ?? [];
    if (segment.named.size > 1) throw notFound(`'${resource.name}' has no such key.`);
    if (name === 'Id' && resource.byKey !== false) return rowById(rows, readInt(raw) ?? Number.NaN);
    const { alternateKey: alternate } = resource;
    const has = alternate !== undefined && isAtLeast(this.context.version, alternate.since ?? '0');
    const value = readText(raw);
    if (!has || name !== alternate.property || value === undefined) {
      throw notFound(`'${resource.name}' has no such key.`);
    }
    const found = rows.find((row) => row[alternate.property] === value);
    if (found === undefined) throw notFound(`No entity has the key '${value}'.`);
    return found;
  }

  private wholeEntity(resource: Resource, current: Row): XapiResponse {
    const struct = this.struct(resource);
    this.answers.allow(...methodsOf(resource));
    if (this.request.method === 'PATCH') return this.patch(resource, current);
    if (this.request.method === 'DELETE') {
      resource.remove?.(this.context, current);
      return NO_CONTENT;
    }
    return this.answers.entity(resource.name, struct, current);
  }

  private patch(resource: Resource, current: Row): XapiResponse {
    const body = readEntityBody(this.context.model, this.struct(resource), this.request.body);
    resource.update?.(this.context, current, body);
    return NO_CONTENT;
  }

  private singleton(
    resource: Resource,
    current: Row,
    first: PathSegment,
    rest: readonly PathSegment[],
  ): XapiResponse {
    if (first.called) throw notFound(`'${resource.name}' has no keys.`);
    const [next, ...further] = rest;
    if (next === undefined) {
      this.answers.allow(...methodsOf(resource));
      if (this.request.method === 'PATCH') return this.patch(resource, current);
      return this.answers.single(resource.name, this.struct(resource), current);
    }
    if (!next.name.startsWith('Pbx.') || further.length > 0) {
      return this.navigate(resource.name, resource, current, rest);
    }
    const { functions, actions } = resource;
    return this.operation({ resource, functions, actions, key: 0 }, next);
  }

  /** `Users(29)/Groups`, `Groups(1)/Members/$count`, `Users(29)/FirstName`. */
  private navigate(
    path: string,
    resource: Resource,
    row: Row,
    rest: readonly PathSegment[],
  ): XapiResponse {
    this.answers.allow('GET');
    const [next, last, ...further] = rest;
    const named = next === undefined || next.called ? '' : next.name;
    const property = this.struct(resource).properties.get(named);
    if (property === undefined || further.length > 0) throw unknownSegment(next?.name ?? '');
    const value = row[property.name] ?? (property.collection ? [] : null);
    const rows: readonly Row[] = Array.isArray(value) ? value : [];
    const target = this.context.model.findStruct(property.type);
    if (last !== undefined) {
      if (last.name !== '$count' || !property.collection) throw unknownSegment(last.name);
      return target === undefined
        ? this.answers.text('text/plain', String(rows.length))
        : this.answers.count(target, rows);
    }
    if (target === undefined || !property.collection) {
      return this.answers.value(`${path}/${property.name}`, value);
    }
    return this.answers.many(`${path}/${property.name}`, target, rows);
  }

  private operation(bound: Bound, segment: PathSegment): XapiResponse {
    const name = operationName(segment);
    const fn = own(bound.functions, name);
    if (fn !== undefined) {
      this.answers.allow('GET');
      return this.answers.result(runFunction(this.context, fn, segment, bound.key));
    }
    const action = own(bound.actions, name);
    if (action !== undefined) {
      this.answers.allow('POST');
      return this.answers.result(runAction(this.context, action, this.request.body, bound.key));
    }
    return refuseOperation(bound.resource.name, segment);
  }

  private struct(resource: Resource): ReturnType<XapiContext['model']['struct']> {
    return this.context.model.struct(resource.type);
  }
}
