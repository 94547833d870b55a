import {
  badRequest,
  isPrimitive,
  parseDate,
  parseDuration,
  parseInstant,
  parseTime,
  type EdmModel,
  type EdmProperty,
  type EdmStruct,
  type PrimitiveName,
  type Row,
} from '../odata';
import { NEWEST_VERSION, modelFor } from './model';
import { validationError, type Fault } from './warnings';

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

const textThat =
  (parses: (text: string) => unknown) =>
  (value: unknown): boolean =>
    typeof value === 'string' && parses(value) !== undefined;

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

const CHECKS: Readonly<Record<PrimitiveName, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  uint8: (value) => isWhole(value, 0, 255),
  int32: (value) => isWhole(value, -2_147_483_648, 2_147_483_647),
  int64: (value) => isWhole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  decimal: isNumber,
  double: isNumber,
  instant: textThat(parseInstant),
  date: textThat(parseDate),
  time: textThat(parseTime),
  duration: textThat(parseDuration),
};

const MAX_BODY_DEPTH = 20;
/** More faults than anybody reads. */
const MAX_FAULTS = 100;

/** Walks a body along its declared type and gathers faults before it gives up. */
class BodyReader {
  readonly faults: Fault[] = [];

  constructor(private readonly model: EdmModel) {}

  readRow(struct: EdmStruct, body: Row, path: string, depth: number): Row {
    if (depth > MAX_BODY_DEPTH) throw badRequest('The body is nested too deeply.');
    const row: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(body)) {
      if (name.includes('@')) continue;
      const property = struct.properties.get(name);
      const target = path === '' ? name : `${path}/${name}`;
      if (property !== undefined) row[name] = this.readProperty(property, value, target, depth);
      else if (!this.isNewer(struct, name)) this.refuse(target, this.unknownProperty(struct, name));
    }
    return row;
  }

  /** Known to a newer PBX: a client made from a newer description sends it, an older PBX has no use for it. */
  private isNewer(struct: EdmStruct, name: string): boolean {
    return modelFor(NEWEST_VERSION).findStruct(struct.name)?.properties.has(name) === true;
  }

  private unknownProperty(struct: EdmStruct, name: string): string {
    return `The property '${name}' does not exist on type '${this.model.namespace}.${struct.name}'. Make sure to only use property names that are defined by the type.`;
  }

  private refuse(field: string, warning: string): void {
    this.faults.push({ field, warning });
    if (this.faults.length === MAX_FAULTS) throw validationError(this.faults);
  }

  private readProperty(
    property: EdmProperty,
    value: unknown,
    path: string,
    depth: number,
  ): unknown {
    if (value === null) {
      if (!property.nullable && !property.collection)
        this.refuse(path, 'A null value was found for a property that is not nullable.');
      return property.collection ? [] : null;
    }
    if (!property.collection) return this.readValue(property.type, value, path, depth);
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        this.readValue(property.type, item, `${path}/${index}`, depth),
      );
    }
    this.refuse(path, 'A collection was expected.');
    return [];
  }

  private readValue(type: string, value: unknown, path: string, depth: number): unknown {
    if (isPrimitive(type)) {
      if (!CHECKS[type](value)) this.refuse(path, `The value is not of type '${type}'.`);
      return value;
    }
    const members = this.model.findEnum(type)?.members;
    if (members !== undefined) {
      if (!members.some((member) => member === value)) {
        this.refuse(path, `The value is not one of ${members.join(', ')}.`);
      }
      return value;
    }
    if (isRow(value)) return this.readRow(this.model.struct(type), value, path, depth + 1);
    this.refuse(path, 'An object was expected.');
    return null;
  }
}

/**
 * Checks a JSON body against a declared type and returns the declared properties in it; annotations
 * (`@odata.type`) are dropped. Throws one ODataError 400 that names the fields at
 * fault, up to a hundred.
 */
export const readEntityBody = (model: EdmModel, struct: EdmStruct, body: unknown): Row => {
  if (!isRow(body)) throw badRequest('The body must be a JSON object.');
  const reader = new BodyReader(model);
  const row = reader.readRow(struct, body, '', 0);
  if (reader.faults.length > 0) throw validationError(reader.faults);
  return row;
};
