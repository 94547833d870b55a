import { stringify } from 'yaml';
import { isPrimitive, type EdmModel, type EdmProperty, type PrimitiveName } from '../odata';
import type { Resource, XapiContext } from './context';
import { RESOURCES } from './resources';

const SCALARS: Readonly<Record<PrimitiveName, Record<string, string>>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  uint8: { type: 'integer', format: 'uint8' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  decimal: { type: 'number', format: 'decimal' },
  double: { type: 'number', format: 'double' },
  instant: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  duration: { type: 'string', format: 'duration' },
};

const reference = (name: string): Record<string, string> => ({
  $ref: `#/components/schemas/Pbx.${name}`,
});

const propertySchema = (property: EdmProperty): Record<string, unknown> => {
  const item = isPrimitive(property.type) ? SCALARS[property.type] : reference(property.type);
  if (property.collection) return { type: 'array', items: item };
  return property.nullable ? { allOf: [item], nullable: true } : { ...item };
};

const schemasOf = (model: EdmModel): Record<string, unknown> => ({
  ...Object.fromEntries(
    model
      .allEnums()
      .map(({ name, members }) => [`Pbx.${name}`, { type: 'string', enum: [...members] }]),
  ),
  ...Object.fromEntries(
    model.allStructs().map((struct) => [
      `Pbx.${struct.name}`,
      {
        type: 'object',
        properties: Object.fromEntries(
          [...struct.properties.values()].map((property) => [
            property.name,
            propertySchema(property),
          ]),
        ),
      },
    ]),
  ),
});

const answer = (schema: unknown): Record<string, unknown> => ({
  '200': { description: 'Success', content: { 'application/json': { schema } } },
});
const NO_CONTENT = { '204': { description: 'Success' } };

const setPaths = (resource: Resource): [string, unknown][] => {
  const { name, type, single, create, update, remove } = resource;
  const body = { content: { 'application/json': { schema: reference(type) } }, required: true };
  if (single !== undefined) {
    const patch =
      update === undefined ? {} : { patch: { requestBody: body, responses: NO_CONTENT } };
    return [[`/${name}`, { get: { responses: answer(reference(type)) }, ...patch }]];
  }
  const list = { type: 'object', properties: { value: { type: 'array', items: reference(type) } } };
  const post =
    create === undefined
      ? {}
      : { post: { requestBody: body, responses: { '201': { description: 'Created' } } } };
  const key = {
    name: 'Id',
    in: 'path',
    required: true,
    schema: { type: 'integer', format: 'int32' },
  };
  const one = {
    parameters: [key],
    get: { responses: answer(reference(type)) },
    ...(update === undefined ? {} : { patch: { requestBody: body, responses: NO_CONTENT } }),
    ...(remove === undefined ? {} : { delete: { responses: NO_CONTENT } }),
  };
  const sets: [string, unknown][] =
    resource.list === undefined
      ? []
      : [[`/${name}`, { get: { responses: answer(list) }, ...post }]];
  const entities: [string, unknown][] =
    resource.list === undefined || resource.byKey === false ? [] : [[`/${name}({Id})`, one]];
  return [...sets, ...entities];
};

/** `swagger.yaml`: what of XAPI is modelled, described anew from our own tables. */
export const openApi = (context: XapiContext): string =>
  stringify({
    openapi: '3.0.4',
    info: { title: 'XAPI (simulated)', version: context.version },
    servers: [{ url: '/xapi/v1' }],
    paths: Object.fromEntries([...RESOURCES.values()].flatMap(setPaths)),
    components: { schemas: schemasOf(context.model) },
  });
