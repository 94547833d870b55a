import {
  badRequest,
  notFound,
  ODataError,
  parseInstant,
  readBoolean,
  readInt,
  readText,
  type EdmModel,
  type PathSegment,
} from '../odata';
import { readEntityBody } from './body';
import type {
  Arguments,
  OperationResult,
  ParameterType,
  Resource,
  XapiAction,
  XapiContext,
  XapiFunction,
} from './context';
import { isAtLeast } from './version';

/** Functions and actions of a set, or of one of its entities. */
export interface Bound {
  readonly resource: Resource;
  readonly functions: Readonly<Record<string, XapiFunction>> | undefined;
  readonly actions: Readonly<Record<string, XapiAction>> | undefined;
  readonly key: number;
}

const readParameter = (type: ParameterType, raw: string): unknown => {
  switch (type) {
    case 'int':
      return readInt(raw);
    case 'boolean':
      return readBoolean(raw);
    case 'text':
      return readText(raw);
    case 'instant': {
      const value = parseInstant(raw);
      if (value === undefined)
        throw new ODataError(500, `'${raw}' is not a date-time.`, 'InternalServerError');
      return value;
    }
  }
};

/** Every parameter must be there, by its name and in its form; anything else is no such function: 404. */
export const runFunction = (
  context: XapiContext,
  fn: XapiFunction,
  segment: PathSegment,
  key: number,
): OperationResult => {
  const tooOld = fn.since !== undefined && !isAtLeast(context.version, fn.since);
  const tooNew = fn.before !== undefined && isAtLeast(context.version, fn.before);
  const names = Object.keys(fn.parameters);
  const fits = segment.named.size === names.length && segment.positional === undefined;
  if (tooOld || tooNew || !segment.called || !fits)
    throw notFound(`No overload of '${segment.name}' fits this call.`);
  const args: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(fn.parameters)) {
    const raw = segment.named.get(name);
    const value = raw === undefined ? undefined : readParameter(type, raw);
    if (value === undefined)
      throw notFound(`The parameter '${name}' of '${segment.name}' is missing or malformed.`);
    args[name] = value;
  }
  return fn.run(context, args, key);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Action parameters are checked like the properties of a struct made for them. */
const readActionBody = (model: EdmModel, action: XapiAction, body: unknown): Arguments => {
  const given = body ?? {};
  if (!isRecord(given)) throw badRequest('The body must be a JSON object.');
  const properties = new Map(
    Object.entries(action.parameters).map(([name, text]) => {
      const nullable = text.endsWith('?');
      const bare = nullable ? text.slice(0, -1) : text;
      const collection = bare.endsWith('[]');
      const type = collection ? bare.slice(0, -2) : bare;
      return [name, { name, type, collection, nullable, navigation: false }];
    }),
  );
  const args = readEntityBody(
    model,
    { name: 'Parameters', base: undefined, key: undefined, properties },
    given,
  );
  for (const property of properties.values()) {
    if (!property.nullable && args[property.name] === undefined) {
      throw badRequest(`The parameter '${property.name}' is required.`, property.name);
    }
  }
  return args;
};

export const runAction = (
  context: XapiContext,
  action: XapiAction,
  body: unknown,
  key: number,
): OperationResult => action.run(context, readActionBody(context.model, action, body), key);
