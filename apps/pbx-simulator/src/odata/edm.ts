import { badRequest } from './odata-error';

/** Primitive types by the names used in our type table; the EDMX names stand beside them. */
export const PRIMITIVES = {
  string: 'Edm.String',
  boolean: 'Edm.Boolean',
  uint8: 'Edm.Byte',
  int32: 'Edm.Int32',
  int64: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  double: 'Edm.Double',
  instant: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  time: 'Edm.TimeOfDay',
  duration: 'Edm.Duration',
} as const;
export type PrimitiveName = keyof typeof PRIMITIVES;

export const isPrimitive = (name: string): name is PrimitiveName => Object.hasOwn(PRIMITIVES, name);

export interface EdmProperty {
  readonly name: string;
  /** A primitive name, or the name of an enum or struct of the same model. */
  readonly type: string;
  readonly collection: boolean;
  readonly nullable: boolean;
  /** Navigation properties are answered only when `$expand` names them. */
  readonly navigation: boolean;
}

export interface EdmStruct {
  readonly name: string;
  readonly base: string | undefined;
  readonly key: string | undefined;
  /** All properties, inherited ones first. */
  readonly properties: ReadonlyMap<string, EdmProperty>;
}

export interface EdmEnum {
  readonly name: string;
  readonly members: readonly string[];
}

/**
 * How a struct is written down: a line per type, the names that have it after it, as in
 * `'string?': 'FirstName LastName'`. `nav X[]` marks navigation properties.
 */
export interface StructSource {
  readonly base?: string;
  readonly key?: string;
  readonly [types: string]: string | undefined;
}

/** `nav UserGroup[]`, `int32?` and so on, taken apart. */
const parseType = (text: string): Omit<EdmProperty, 'name'> => {
  const navigation = text.startsWith('nav ');
  const bare = navigation ? text.slice(4) : text;
  const nullable = bare.endsWith('?');
  const withoutNull = nullable ? bare.slice(0, -1) : bare;
  const collection = withoutNull.endsWith('[]');
  return {
    navigation,
    nullable,
    collection,
    type: collection ? withoutNull.slice(0, -2) : withoutNull,
  };
};

const ownProperties = (source: StructSource): EdmProperty[] =>
  Object.entries(source).flatMap(([types, names]) =>
    types === 'base' || types === 'key' || names === undefined
      ? []
      : names
          .trim()
          .split(/\s+/)
          .map((name) => ({ name, ...parseType(types) })),
  );

/** The types an OData service speaks of. Immutable once built; unknown names are a fault of ours. */
export class EdmModel {
  private readonly structs = new Map<string, EdmStruct>();
  private readonly enums = new Map<string, EdmEnum>();

  /** Bases have to stand before what derives from them. */
  constructor(
    readonly namespace: string,
    structs: Readonly<Record<string, StructSource>>,
    enums: Readonly<Record<string, readonly string[]>>,
  ) {
    for (const [name, members] of Object.entries(enums)) this.enums.set(name, { name, members });
    for (const [name, source] of Object.entries(structs)) this.add(name, source);
  }

  struct(name: string): EdmStruct {
    const found = this.structs.get(name);
    if (found === undefined) throw badRequest(`The type '${this.namespace}.${name}' is not known.`);
    return found;
  }

  findStruct(name: string): EdmStruct | undefined {
    return this.structs.get(name);
  }

  findEnum(name: string): EdmEnum | undefined {
    return this.enums.get(name);
  }

  allStructs(): readonly EdmStruct[] {
    return [...this.structs.values()];
  }

  allEnums(): readonly EdmEnum[] {
    return [...this.enums.values()];
  }

  /** The declared property, or the 400 that a PBX gives for a name the type does not have. */
  property(struct: EdmStruct, name: string): EdmProperty {
    const found = struct.properties.get(name);
    if (found === undefined) {
      throw badRequest(
        `Could not find a property named '${name}' on type '${this.namespace}.${struct.name}'.`,
        name,
      );
    }
    return found;
  }

  private add(name: string, source: StructSource): void {
    const base = source.base === undefined ? undefined : this.struct(source.base);
    const properties = new Map(base?.properties ?? []);
    for (const property of ownProperties(source)) properties.set(property.name, property);
    this.structs.set(name, { name, base: source.base, key: source.key ?? base?.key, properties });
  }
}
