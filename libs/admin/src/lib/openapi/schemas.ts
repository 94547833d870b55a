import * as contracts from '@3cx-relay/contracts';
import { z } from 'zod';

type JsonObject = Record<string, unknown>;

/** Every schema that `contracts` exports, by its name in the API description. */
const NAMES = new Map<unknown, string>(
  Object.entries(contracts).flatMap(([name, value]) =>
    name.endsWith('Schema') && value instanceof z.ZodType ? [[value, componentName(name)]] : [],
  ),
);

/** `adminUserListSchema` is `AdminUserList`. */
function componentName(exportedName: string): string {
  const name = exportedName.replace(/Schema$/, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Collects the schemas that a description uses and refers to them by name. */
export class Components {
  private readonly used = {
    input: new Map<string, z.ZodType>(),
    output: new Map<string, z.ZodType>(),
  };

  /** A reference to the schema, or the schema itself when it has no name. */
  refer(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    const name = NAMES.get(schema);
    if (name === undefined) return toJsonSchema(schema, io);
    this.used[io].set(name, schema);
    return { $ref: uriOf(name) };
  }

  /** The fields of a query or path, each as a schema. */
  inline(schema: z.ZodType): { properties: Record<string, JsonObject>; required: string[] } {
    const { properties, required } = toJsonSchema(schema, 'input');
    return {
      properties: (properties ?? {}) as Record<string, JsonObject>,
      required: (required ?? []) as string[],
    };
  }

  toJson(): JsonObject {
    return { ...this.schemasOf('input'), ...this.schemasOf('output') };
  }

  /** Named schemas within named schemas become references, and components too. */
  private schemasOf(io: 'input' | 'output'): JsonObject {
    const registry = z.registry<{ id: string }>();
    for (const [schema, id] of NAMES) if (schema instanceof z.ZodType) registry.add(schema, { id });
    const { schemas } = z.toJSONSchema(registry, { io, uri: uriOf, unrepresentable: 'any' });
    const wanted = new Set(this.used[io].keys());
    for (const name of wanted) {
      const text = JSON.stringify(schemas[name]);
      for (const [, inner] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
        if (inner !== undefined) wanted.add(inner);
      }
    }
    return Object.fromEntries(
      [...wanted].toSorted().map((name) => [name, withoutDialect(schemas[name] ?? {})]),
    );
  }
}

const uriOf = (name: string) => `#/components/schemas/${name}`;

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  return withoutDialect(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
}

/** The document says once which dialect it speaks, and gives every component its address. */
function withoutDialect(schema: JsonObject): JsonObject {
  const { $schema: _dialect, $id: _address, id: _id, '~standard': _standard, ...rest } = schema;
  return rest;
}
