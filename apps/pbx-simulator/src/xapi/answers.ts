import {
  applyOptions,
  badRequest,
  contextSuffix,
  parseQueryOptions,
  projectRow,
  type EdmStruct,
  type ODataError,
  type QueryOptions,
  type Row,
} from '../odata';
import type { OperationResult, XapiContext } from './context';
import { badMethod, type XapiRequest, type XapiResponse } from './wire';

const JSON_HEADERS = {
  'Content-Type': 'application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8',
  'OData-Version': '4.0',
} as const;

/** The answer of changes, deletions and actions that give nothing back. */
export const NO_CONTENT: XapiResponse = {
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

const edmNameOf = (value: unknown): string => {
  if (typeof value === 'boolean') return 'Edm.Boolean';
  return typeof value === 'number' ? 'Edm.Int64' : 'Edm.String';
};

/** Shapes answers to one request: context, count, selected properties, headers. */
export class Answers {
  private readonly base: string;

  constructor(
    private readonly context: XapiContext,
    private readonly request: XapiRequest,
  ) {
    const host = request.headers['host'];
    const origin = request.origin ?? `https://${typeof host === 'string' ? host : 'localhost'}`;
    this.base = `${origin}/xapi/v1`;
  }

  /** 405 unless the request uses one of these methods. */
  allow(...methods: readonly string[]): void {
    const method = this.request.method === 'HEAD' ? 'GET' : this.request.method;
    if (!methods.includes(method)) throw badMethod(this.request.method, methods);
  }

  /** A collection with the query's options applied. `name` is what `@odata.context` calls it. */
  many(name: string, struct: EdmStruct, rows: readonly Row[], unsorted = false): XapiResponse {
    const { orderBy, ...rest } = this.options(struct);
    const options = unsorted || orderBy === undefined ? rest : { ...rest, orderBy };
    const page = applyOptions(rows, options);
    return this.json({
      '@odata.context': `${this.base}/$metadata#${name}${contextSuffix(options)}`,
      ...(options.count === true ? { '@odata.count': page.total } : {}),
      value: page.rows.map((row) => projectRow(this.context.model, struct, row, options)),
    });
  }

  /** One of a set. */
  entity(set: string, struct: EdmStruct, row: Row): XapiResponse {
    return this.one(set, '/$entity', struct, row, this.options(struct));
  }

  /** A settings object, or what a function gives. */
  single(name: string, struct: EdmStruct, row: Row): XapiResponse {
    return this.one(name, '', struct, row, this.options(struct));
  }

  created(set: string, struct: EdmStruct, row: Row): XapiResponse {
    const answer = this.one(set, '/$entity', struct, row, {});
    const Location = `${this.base}/${set}(${String(row['Id'])})`;
    return { ...answer, status: 201, headers: { ...answer.headers, Location } };
  }

  /** `$count` behind a set: the bare number. */
  count(struct: EdmStruct, rows: readonly Row[]): XapiResponse {
    return this.text('text/plain', String(applyOptions(rows, this.options(struct)).total));
  }

  value(name: string, value: unknown): XapiResponse {
    return this.json({ '@odata.context': `${this.base}/$metadata#${name}`, value });
  }

  serviceDocument(sets: readonly Row[]): XapiResponse {
    this.allow('GET');
    return this.json({ '@odata.context': `${this.base}/$metadata`, value: sets });
  }

  text(contentType: string, text: string): XapiResponse {
    this.allow('GET');
    return {
      status: 200,
      headers: { 'Content-Type': `${contentType}; charset=utf-8` },
      body: text,
    };
  }

  result(result: OperationResult): XapiResponse {
    switch (result.kind) {
      case 'none':
        return NO_CONTENT;
      case 'value':
        return this.value(edmNameOf(result.value), result.value);
      case 'values':
        return this.value('Collection(Edm.String)', result.values);
      case 'entity':
        return this.single(
          `Pbx.${result.type}`,
          this.context.model.struct(result.type),
          result.row,
        );
      case 'collection':
        return this.many(
          `Collection(Pbx.${result.type})`,
          this.context.model.struct(result.type),
          result.rows,
          result.unsorted,
        );
      case 'json':
        return this.json(result.body);
      case 'text':
        return this.text(result.contentType, result.text);
      case 'binary':
        return {
          status: 200,
          headers: { 'Content-Type': result.contentType },
          body: result.bytes,
        };
    }
  }

  private one(
    name: string,
    suffix: string,
    struct: EdmStruct,
    row: Row,
    options: QueryOptions,
  ): XapiResponse {
    return this.json({
      '@odata.context': `${this.base}/$metadata#${name}${contextSuffix(options)}${suffix}`,
      ...projectRow(this.context.model, struct, row, options),
    });
  }

  private options(struct: EdmStruct): QueryOptions {
    const now = (): number => this.context.pbx.now();
    const options = parseQueryOptions(this.request.query, this.context.model, struct, now);
    const { maxTop } = this.context.options;
    if (maxTop !== undefined && (options.top ?? 0) > maxTop) {
      throw badRequest(`The limit of '${maxTop}' for Top query has been exceeded.`, '$top');
    }
    return options;
  }

  private json(body: unknown): XapiResponse {
    return { status: 200, headers: JSON_HEADERS, body };
  }
}
