import { isPrimitive, PRIMITIVES, type EdmModel, type EdmProperty, type EdmStruct } from '../odata';
import type { Resource, XapiAction, XapiFunction } from './context';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const typeName = (model: EdmModel, type: string, collection: boolean): string => {
  const name = isPrimitive(type) ? PRIMITIVES[type] : `${model.namespace}.${type}`;
  return collection ? `Collection(${name})` : name;
};

const propertyXml = (model: EdmModel, property: EdmProperty): string => {
  const tag = property.navigation ? 'NavigationProperty' : 'Property';
  const nullable = property.nullable || property.collection ? '' : ' Nullable="false"';
  const type = typeName(model, property.type, property.collection);
  return `<${tag} Name="${escape(property.name)}" Type="${type}"${nullable}/>`;
};

/** Only what a struct adds to its base is written; entities are those with a key. */
const structXml = (model: EdmModel, struct: EdmStruct): string => {
  const base = struct.base === undefined ? undefined : model.struct(struct.base);
  const own = [...struct.properties.values()].filter(
    ({ name }) => base?.properties.has(name) !== true,
  );
  const tag = struct.key === undefined ? 'ComplexType' : 'EntityType';
  const extended = base === undefined ? '' : ` BaseType="${model.namespace}.${base.name}"`;
  const key =
    struct.key === undefined || base?.key !== undefined
      ? ''
      : `<Key><PropertyRef Name="${struct.key}"/></Key>`;
  const properties = own.map((property) => propertyXml(model, property)).join('');
  return `<${tag} Name="${struct.name}"${extended}>${key}${properties}</${tag}>`;
};

const enumXml = (name: string, members: readonly string[]): string =>
  `<EnumType Name="${name}">${members.map((member, value) => `<Member Name="${member}" Value="${value}"/>`).join('')}</EnumType>`;

const FUNCTION_TYPES = {
  int: 'Edm.Int32',
  text: 'Edm.String',
  instant: 'Edm.DateTimeOffset',
  boolean: 'Edm.Boolean',
} as const;

const bindingXml = (model: EdmModel, resource: Resource, many: boolean): string =>
  `<Parameter Name="bindingParameter" Type="${typeName(model, resource.type, many)}"/>`;

const returnXml = (model: EdmModel, gives: string): string => {
  const type = gives.replace('[]', '');
  const name = type === 'stream' ? 'Edm.Stream' : typeName(model, type, gives.endsWith('[]'));
  return `<ReturnType Type="${name}"/>`;
};

const functionXml =
  (model: EdmModel, resource: Resource, many: boolean) =>
  ([name, fn]: [string, XapiFunction]): string => {
    const parameters = Object.entries(fn.parameters)
      .map(([parameter, type]) => `<Parameter Name="${parameter}" Type="${FUNCTION_TYPES[type]}"/>`)
      .join('');
    return `<Function Name="${name}" IsBound="true">${bindingXml(model, resource, many)}${parameters}${returnXml(model, fn.gives)}</Function>`;
  };

const actionXml =
  (model: EdmModel, resource: Resource, many: boolean) =>
  ([name, action]: [string, XapiAction]): string => {
    const parameters = Object.entries(action.parameters)
      .map(([parameter, text]) => {
        const bare = text.replace('?', '');
        const type = typeName(model, bare.replace('[]', ''), bare.endsWith('[]'));
        return `<Parameter Name="${parameter}" Type="${type}"${text.endsWith('?') ? '' : ' Nullable="false"'}/>`;
      })
      .join('');
    return `<Action Name="${name}" IsBound="true">${bindingXml(model, resource, many)}${parameters}${action.gives === undefined ? '' : returnXml(model, action.gives)}</Action>`;
  };

const operationsXml = (model: EdmModel, resource: Resource): string => {
  const many = resource.single === undefined;
  return [
    ...Object.entries(resource.functions ?? {}).map(functionXml(model, resource, many)),
    ...Object.entries(resource.entityFunctions ?? {}).map(functionXml(model, resource, false)),
    ...Object.entries(resource.actions ?? {}).map(actionXml(model, resource, many)),
    ...Object.entries(resource.entityActions ?? {}).map(actionXml(model, resource, false)),
  ].join('');
};

const containerXml = (model: EdmModel, resources: readonly Resource[]): string =>
  resources
    .map(({ name, type, single }) =>
      single === undefined
        ? `<EntitySet Name="${name}" EntityType="${model.namespace}.${type}"/>`
        : `<Singleton Name="${name}" Type="${model.namespace}.${type}"/>`,
    )
    .join('');

/** `$metadata`: the types and sets that are modelled, as an EDMX document. */
export const edmx = (model: EdmModel, resources: ReadonlyMap<string, Resource>): string => {
  const sets = [...resources.values()];
  const schema = [
    ...model.allEnums().map(({ name, members }) => enumXml(name, members)),
    ...model.allStructs().map((struct) => structXml(model, struct)),
    ...sets.map((resource) => operationsXml(model, resource)),
    `<EntityContainer Name="Container">${containerXml(model, sets)}</EntityContainer>`,
  ].join('');
  return `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="${model.namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${schema}</Schema></edmx:DataServices></edmx:Edmx>`;
};
