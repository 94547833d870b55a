import {
  applyOptions,
  contextSuffix,
  notFound,
  ODataError,
  parseQueryOptions,
  parseResourcePath,
  projectRow,
  readInt,
  readText,
  type EdmStruct,
  type PathSegment,
  type QueryOptions,
  type Row,
} from '../odata';
import { requireRole } from './access';
import { readEntityBody } from './body';
import { rowById, type OperationResult, type Resource, type XapiContext } from './context';
import { edmx } from './edmx';
import { openApi } from './open-api';
import { runAction, runFunction, type Bound } from './operations';
import { RESOURCES } from './resources';
import { isUnmodelled } from './unmodelled';
import { isAtLeast } from './version';
import { badMethod, notModelled, type XapiRequest, type XapiResponse } from './wire';

/** One request on its way through the resources. */
export class XapiCall {
  private readonly base: string;

  constructor(
    private readonly context: XapiContext,
    private readonly request: XapiRequest,
  ) {
    const host = request.headers['host'];
    this.base = `${request.origin ?? `https://${typeof host === 'string' ? host : 'localhost'}`}/xapi/v1`;
  }

  answer(): XapiResponse {
    const segments = parseResourcePath(this.request.path);
    const [first, ...rest] = segments;
    if (first === undefined) return this.serviceDocument();
    if (first.name === '$metadata')
      return this.text('application/xml', edmx(this.context.model, RESOURCES));
    if (first.name === 'swagger.yaml') return this.text('application/yaml', openApi(this.context));
    const resource = RESOURCES.get(first.name);
    if (resource === undefined) return this.unknown(segments);
    requireRole(this.request.client.role, resource.name);
    if (resource.single !== undefined)
      return this.singleton(resource, resource.single(this.context), first, rest);
    return first.called ? this.entity(resource, first, rest) : this.set(resource, rest);
  }

  private unknown(segments: readonly PathSegment[]): XapiResponse {
    const [first, second, third] = segments;
    const operation = [second, third].find((segment) => segment?.name.startsWith('Pbx.'));
    if (first === undefined || !isUnmodelled(first.name, operation?.name.slice(4))) {
      throw notFound(`Resource not found for the segment '${first?.name ?? ''}'.`);
    }
    requireRole(this.request.client.role, first.name);
    throw notModelled(first.name);
  }

  private set(resource: Resource, rest: readonly PathSegment[]): XapiResponse {
    const [next, ...further] = rest;
    if (next === undefined) return this.wholeSet(resource);
    if (next.name === '$count' && further.length === 0 && resource.list !== undefined) {
      return this.countOf(this.struct(resource.type), resource.list(this.context));
    }
    if (further.length > 0 || !next.name.startsWith('Pbx.'))
      throw notFound(`'${next.name}' is not part of '${resource.name}'.`);
    return this.operation(
      { resource, functions: resource.functions, actions: resource.actions, key: 0 },
      next,
    );
  }

  private wholeSet(resource: Resource): XapiResponse {
    if (this.request.method === 'POST' && resource.create !== undefined) {
      const struct = this.struct(resource.type);
      const created = resource.create(
        this.context,
        readEntityBody(this.context.model, struct, this.request.body),
      );
      const location = { Location: `${this.base}/${resource.name}(${String(created['Id'])})` };
      return {
        ...this.one(resource.name, struct, created, {}, 201),
        headers: { ...JSON_HEADERS, ...location },
      };
    }
    if (resource.list === undefined)
      throw notFound(`Resource not found for the segment '${resource.name}'.`);
    this.allow('GET', ...(resource.create === undefined ? [] : ['POST']));
    return this.many(resource.name, this.struct(resource.type), resource.list(this.context));
  }

  private entity(
    resource: Resource,
    first: PathSegment,
    rest: readonly PathSegment[],
  ): XapiResponse {
    const current = this.find(resource, first);
    const [next, ...further] = rest;
    if (next === undefined) return this.wholeEntity(resource, current);
    if (next.name.startsWith('Pbx.') && further.length === 0) {
      const { entityFunctions: functions, entityActions: actions } = resource;
      return this.operation({ resource, functions, actions, key: Number(current['Id']) }, next);
    }
    return this.navigate(
      `${resource.name}(${String(current['Id'])})`,
      this.struct(resource.type),
      current,
      rest,
    );
  }

  /** `Users(29)` or, where the version has it, `Users(Number='100')`. */
  private find(resource: Resource, segment: PathSegment): Row {
    const rows = resource.list?.(this.context) ?? [];
    const alternate = resource.alternateKey;
    if (resource.byKey !== false && segment.named.size === 0) {
      const id = readInt(segment.positional ?? '');
      if (id !== undefined) return rowById(rows, id);
    }
    const [name, raw] = [...segment.named][0] ?? ['', ''];
    if (resource.byKey !== false && segment.named.size === 1 && name === 'Id') {
      return rowById(rows, readInt(raw) ?? -1);
    }
    const known =
      alternate !== undefined && isAtLeast(this.context.version, alternate.since ?? '0');
    const value = readText(raw);
    if (!known || segment.named.size !== 1 || name !== alternate.property || value === undefined) {
      throw notFound(`'${resource.name}' has no such key.`);
    }
    const found = rows.find((row) => row[alternate.property] === value);
    if (found === undefined) throw notFound(`No entity has the key '${value}'.`);
    return found;
  }

  private wholeEntity(resource: Resource, current: Row): XapiResponse {
    const { method, body } = this.request;
    const struct = this.struct(resource.type);
    if (method === 'PATCH' && resource.update !== undefined) {
      resource.update(this.context, current, readEntityBody(this.context.model, struct, body));
      return NO_CONTENT;
    }
    if (method === 'DELETE' && resource.remove !== undefined) {
      resource.remove(this.context, current);
      return NO_CONTENT;
    }
    const others = [
      ...(resource.update === undefined ? [] : ['PATCH']),
      ...(resource.remove === undefined ? [] : ['DELETE']),
    ];
    this.allow('GET', ...others);
    return this.one(resource.name, struct, current, this.options(struct));
  }

  private singleton(
    resource: Resource,
    current: Row,
    first: PathSegment,
    rest: readonly PathSegment[],
  ): XapiResponse {
    if (first.called) throw notFound(`'${resource.name}' has no keys.`);
    const struct = this.struct(resource.type);
    const [next, ...further] = rest;
    if (next?.name.startsWith('Pbx.') === true && further.length === 0) {
      return this.operation(
        { resource, functions: resource.functions, actions: resource.actions, key: 0 },
        next,
      );
    }
    if (next !== undefined) return this.navigate(resource.name, struct, current, rest);
    if (this.request.method === 'PATCH' && resource.update !== undefined) {
      resource.update(
        this.context,
        current,
        readEntityBody(this.context.model, struct, this.request.body),
      );
      return NO_CONTENT;
    }
    this.allow('GET', ...(resource.update === undefined ? [] : ['PATCH']));
    return this.one(resource.name, struct, current, this.options(struct), 200, true);
  }

  /** `Users(29)/Groups`, `Groups(1)/Members/$count`, `Users(29)/FirstName`. */
  private navigate(
    path: string,
    struct: EdmStruct,
    row: Row,
    rest: readonly PathSegment[],
  ): XapiResponse {
    this.allow('GET');
    const [next, last, ...further] = rest;
    const property =
      next === undefined || next.called ? undefined : struct.properties.get(next.name);
    if (property === undefined || further.length > 0)
      throw notFound(`Resource not found for the segment '${next?.name ?? ''}'.`);
    const target = this.context.model.findStruct(property.type);
    const value = row[property.name] ?? (property.collection ? [] : null);
    const rows = Array.isArray(value) ? value : [];
    if (last?.name === '$count' && property.collection)
      return this.text('text/plain', String(rows.length));
    if (last !== undefined) throw notFound(`Resource not found for the segment '${last.name}'.`);
    if (target !== undefined && property.collection)
      return this.many(`${path}/${property.name}`, target, rows);
    return this.json(200, {
      '@odata.context': `${this.base}/$metadata#${path}/${property.name}`,
      value,
    });
  }

  private operation(bound: Bound, segment: PathSegment): XapiResponse {
    const name = segment.name.slice('Pbx.'.length);
    const fn = bound.functions?.[name];
    const action = bound.actions?.[name];
    if (fn !== undefined) {
      this.allow('GET');
      return this.result(runFunction(this.context, fn, segment, bound.key));
    }
    if (action !== undefined) {
      this.allow('POST');
      return this.result(runAction(this.context, action, this.request.body, bound.key));
    }
    if (isUnmodelled(bound.resource.name, name))
      throw notModelled(`${bound.resource.name}/${segment.name}`);
    throw notFound(`The operation '${segment.name}' is not known.`);
  }

  private result(result: OperationResult): XapiResponse {
    switch (result.kind) {
      case 'none':
        return NO_CONTENT;
      case 'value':
        return this.json(200, {
          '@odata.context': `${this.base}/$metadata#${edmNameOf(result.value)}`,
          value: result.value,
        });
      case 'values':
        return this.json(200, {
          '@odata.context': `${this.base}/$metadata#Collection(Edm.String)`,
          value: result.values,
        });
      case 'entity': {
        const struct = this.struct(result.type);
        return this.one(`Pbx.${result.type}`, struct, result.row, this.options(struct), 200, true);
      }
      case 'collection':
        return this.many(`Collection(Pbx.${result.type})`, this.struct(result.type), result.rows);
      case 'json':
        return this.json(200, result.body);
      case 'text':
        return this.text(result.contentType, result.text);
      case 'binary':
        return { status: 200, headers: { 'Content-Type': result.contentType }, body: result.bytes };
    }
  }

  private struct(name: string): EdmStruct {
    return this.context.model.struct(name);
  }

  private options(struct: EdmStruct): QueryOptions {
    return parseQueryOptions(this.request.query, this.context.model, struct, () =>
      this.context.pbx.now(),
    );
  }

  private many(name: string, struct: EdmStruct, rows: readonly Row[]): XapiResponse {
    const options = this.options(struct);
    const page = applyOptions(rows, options);
    return this.json(200, {
      '@odata.context': `${this.base}/$metadata#${name}${contextSuffix(options)}`,
      ...(options.count === true ? { '@odata.count': page.total } : {}),
      value: page.rows.map((row) => projectRow(this.context.model, struct, row, options)),
    });
  }

  private one(
    name: string,
    struct: EdmStruct,
    row: Row,
    options: QueryOptions,
    status = 200,
    single = false,
  ): XapiResponse {
    return this.json(status, {
      '@odata.context': `${this.base}/$metadata#${name}${contextSuffix(options)}${single ? '' : '/$entity'}`,
      ...projectRow(this.context.model, struct, row, options),
    });
  }

  private countOf(struct: EdmStruct, rows: readonly Row[]): XapiResponse {
    this.allow('GET');
    return this.text('text/plain', String(applyOptions(rows, this.options(struct)).total));
  }

  private serviceDocument(): XapiResponse {
    this.allow('GET');
    const value = [...RESOURCES.values()].map(({ name, single }) => ({
      name,
      kind: single === undefined ? 'EntitySet' : 'Singleton',
      url: name,
    }));
    return this.json(200, { '@odata.context': `${this.base}/$metadata`, value });
  }

  private allow(...methods: readonly string[]): void {
    const method = this.request.method === 'HEAD' ? 'GET' : this.request.method;
    if (!methods.includes(method)) throw badMethod(this.request.method, methods);
  }

  private json(status: number, body: unknown): XapiResponse {
    return { status, headers: JSON_HEADERS, body };
  }

  private text(contentType: string, text: string): XapiResponse {
    this.allow('GET');
    return {
      status: 200,
      headers: { 'Content-Type': `${contentType}; charset=utf-8` },
      body: text,
    };
  }
}

export const JSON_HEADERS = {
  'Content-Type': 'application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8',
  'OData-Version': '4.0',
} as const;

const edmNameOf = (value: unknown): string =>
  typeof value === 'boolean'
    ? 'Edm.Boolean'
    : typeof value === 'number'
      ? 'Edm.Int64'
      : 'Edm.String';

const NO_CONTENT: XapiResponse = {
  status: 204,
  headers: { 'OData-Version': '4.0' },
  body: undefined,
};

/** What an error of ours looks like on the wire. */
export const errorResponse = (error: ODataError): XapiResponse => ({
  status: error.status,
  headers: JSON_HEADERS,
  body: error.toBody(),
});
