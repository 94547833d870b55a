import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;
type Schema = z.core.$ZodType;

/** Turns zod schemas into JSON Schema 2020-12, as OpenAPI 3.1 has it; named ones become `$ref`s. */
export class JsonSchemas {
  private readonly made = new Map<string, JsonSchema>();

  constructor(private readonly names: ReadonlyMap<Schema, string>) {}

  /** @param io whether it describes what is sent to us or what we answer */
  of(schema: Schema, io: 'input' | 'output'): JsonSchema {
    const name = this.names.get(schema);
    if (name === undefined) return this.convert(schema, io);
    if (!this.made.has(name)) {
      // Held first: a schema that mentions itself ends here.
      this.made.set(name, {});
      this.made.set(name, this.convert(schema, io));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Every named schema that was used, by name. */
  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.made].sort(([a], [b]) => a.localeCompare(b)));
  }

  private convert(schema: Schema, io: 'input' | 'output'): JsonSchema {
    const { $schema: _dialect, ...converted } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
      reused: 'inline',
      override: ({ zodSchema, jsonSchema }) => {
        if (Object.is(zodSchema, schema)) return;
        if (this.names.has(zodSchema)) return become(jsonSchema, this.of(zodSchema, io));
        // The format says it; the pattern, of two hundred characters, would say it again.
        if (jsonSchema.format?.startsWith('date')) delete jsonSchema.pattern;
        if (jsonSchema.$ref) become(jsonSchema, described(jsonSchema));
      },
    }) as JsonSchema;
    return converted;
  }
}

function become(target: JsonSchema, content: JsonSchema): void {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, content);
}

/**
 * A named schema with words of its own. Beside a `$ref` they would be ignored by AsyncAPI, and the
 * fields of the named one would be repeated.
 */
function described({ $ref, description }: JsonSchema): JsonSchema {
  return description === undefined ? { $ref } : { allOf: [{ $ref }], description };
}
