import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A property as the vendor describes it, in our own notation: `int32?`, `nav UserGroup[]`. */
export type Described = Readonly<Record<string, string>>;

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-ms-navigationProperty'?: boolean;
}

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

const FORMATS: Readonly<Record<string, string>> = {
  'integer:int32': 'int32',
  'integer:int64': 'int64',
  'integer:uint8': 'uint8',
  'integer:decimal': 'decimal',
  'number:decimal': 'decimal',
  'number:double': 'double',
  'number:float': 'double',
  'string:date-time': 'instant',
  'string:date': 'date',
  'string:time': 'time',
  'string:duration': 'duration',
};

const shortName = (reference: string): string =>
  reference.slice(reference.lastIndexOf('/') + 1).replace('Pbx.', '');

const typeOf = (schema: Schema): string => {
  const nullable = schema.nullable === true ? '?' : '';
  const choices = schema.anyOf ?? schema.oneOf;
  const [inner] = schema.allOf ?? choices ?? [];
  if (schema.$ref !== undefined) return `${shortName(schema.$ref)}${nullable}`;
  if (inner !== undefined) {
    const open = choices?.some((one) => one.nullable === true) === true ? '?' : nullable;
    return `${typeOf(inner).replace('?', '')}${open}`;
  }
  if (schema.type === 'array') return `${typeOf(schema.items ?? {}).replace('?', '')}[]${nullable}`;
  return `${FORMATS[`${schema.type ?? ''}:${schema.format ?? ''}`] ?? schema.type ?? ''}${nullable}`;
};

/** The vendor's published description, where it lies beside the repository. It is not part of it. */
export class VendorDescription {
  private constructor(private readonly description: Description) {}

  /** `undefined` where the file is not there. */
  static find(): VendorDescription | undefined {
    const file = join(__dirname, '../../../../../../shared/3cx/xapi-openapi-20.0.10.yaml');
    return existsSync(file)
      ? new VendorDescription(parse(readFileSync(file, 'utf8')) as Description)
      : undefined;
  }

  /** All properties of a schema, inherited ones too. */
  properties(name: string): Described {
    const schema = this.description.components.schemas[`Pbx.${name}`] ?? {};
    const parts = schema.allOf ?? [schema];
    return Object.assign(
      {},
      ...parts.map((part) =>
        part.$ref === undefined ? this.own(part) : this.properties(shortName(part.$ref)),
      ),
    ) as Described;
  }

  members(name: string): readonly string[] {
    return this.description.components.schemas[`Pbx.${name}`]?.enum ?? [];
  }

  /** Every method and path, as `GET /Users({Id})`. */
  operations(): string[] {
    return Object.entries(this.description.paths).flatMap(([path, item]) =>
      ['get', 'post', 'patch', 'delete', 'put']
        .filter((method) => method in item)
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** What a successful call of an operation answers, in our notation; `undefined` for nothing. */
  answerOf(method: string, path: string): string | undefined {
    const given = this.description.paths[path]?.[method]?.responses['200'];
    const name = given?.$ref?.slice(given.$ref.lastIndexOf('/') + 1);
    const answer = name === undefined ? given : this.description.components.responses[name];
    const schema = answer?.content?.['application/json']?.schema;
    if (schema === undefined) return undefined;
    const value = [schema, ...(schema.allOf ?? [])].find(
      (part) => part.properties?.['value'],
    )?.properties;
    return typeOf(value?.['value'] ?? schema).replace('?', '');
  }

  private own(part: Schema): Described {
    return Object.fromEntries(
      Object.entries(part.properties ?? {}).map(([name, schema]) => [
        name,
        `${schema['x-ms-navigationProperty'] === true ? 'nav ' : ''}${typeOf(schema)}`,
      ]),
    );
  }
}
