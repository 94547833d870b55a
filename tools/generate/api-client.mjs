/**
 * Writes the typed API clients from the published descriptions: one type per schema and one
 * function per operation, so that nobody writes a path by hand. They depend on nothing.
 * `node tools/generate/api-client.mjs`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';

const root = path.resolve(import.meta.dirname, '../..');
const CLIENTS = [
  {
    source: 'docs/api/admin-openapi.json',
    target: 'libs/ui/src/generated/admin-api.ts',
    className: 'AdminApi',
    about: 'Every operation of the administration API. Each rejects with a `Problem` as an error.',
    send: "How a request is made: the page's own cookie, CSRF token and error handling.",
  },
  {
    source: 'docs/api/openapi.json',
    target: 'libs/client/src/generated/relay-api.ts',
    className: 'RelayApi',
    about: 'Every operation of the relay for a key. Each rejects with a `RelayProblem`.',
    send: 'How a request is made: address, key and error handling.',
  },
];
const METHODS = ['get', 'post', 'patch', 'put', 'delete'];
const JSON_MEDIA = 'application/json';

const nameOf = (ref) => ref.split('/').at(-1);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** A JSON Schema as a TypeScript type. */
function typeOf(schema) {
  if (!schema || Object.keys(schema).length === 0) return 'unknown';
  if (schema.$ref) return nameOf(schema.$ref);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map(typeOf))].join(' | ');
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ');
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  }
  return plainTypeOf(schema);
}

function plainTypeOf(schema) {
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return `readonly (${typeOf(schema.items)})[]`;
    case 'object':
      return objectTypeOf(schema);
    default:
      return 'unknown';
  }
}

function objectTypeOf({ properties, required = [], additionalProperties }) {
  if (!properties) {
    const value =
      typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
    return `Readonly<Record<string, ${value}>>`;
  }
  const fields = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description ? `/** ${schema.description} */\n` : '';
    const mark = required.includes(name) ? '' : '?';
    return `${comment}readonly ${key(name)}${mark}: ${typeOf(schema)};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}

function schemaDeclaration([name, schema]) {
  const comment = schema.description ? `/** ${schema.description} */\n` : '';
  return `${comment}export type ${name} = ${typeOf(schema)};`;
}

function answerTypeOf(operation) {
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
  const content = success?.[1].content ?? {};
  if (!content[JSON_MEDIA] && content['text/plain']) return 'string';
  const schema = content[JSON_MEDIA]?.schema;
  return schema ? typeOf(schema) : 'void';
}

function operationOf(method, route, operation) {
  const parameters = operation.parameters ?? [];
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const isIdempotent = parameters.some((one) => one.name === 'Idempotency-Key');
  const body = operation.requestBody?.content?.[JSON_MEDIA]?.schema;
  const queryType = `${capital(operation.operationId)}Query`;
  const query = inQuery.map(({ name, required, schema }) => {
    return `readonly ${key(name)}${required ? '' : '?'}: ${typeOf(schema)} | undefined;`;
  });
  const optional = inQuery.some(({ required }) => required) ? '' : ' = {}';
  const args = [
    ...inPath.map(({ name, schema }) => `${name}: ${typeOf(schema)}`),
    ...(body ? [`body: ${typeOf(body)}`] : []),
    ...(inQuery.length > 0 ? [`query: ${queryType}${optional}`] : []),
    ...(isIdempotent ? ['idempotencyKey?: string'] : []),
  ];
  const address = route.replaceAll(/\{(\w+)\}/g, '${encodeURIComponent($1)}');
  const parts = [
    ...(body ? ['body'] : []),
    ...(inQuery.length > 0 ? ['query'] : []),
    ...(isIdempotent ? ['...(idempotencyKey ? { idempotencyKey } : {})'] : []),
  ];
  const sent = parts.length > 0 ? `, { ${parts.join(', ')} }` : '';
  const media = Object.values(operation.responses).flatMap((one) => Object.keys(one.content ?? {}));
  const linked = media.includes('text/csv')
    ? `/** For links: as a file. */
  readonly ${operation.operationId}Address = '${route}';

  `
    : '';
  const declaration =
    inQuery.length > 0 ? `export interface ${queryType} {\n${query.join('\n')}\n}` : null;
  const code = `${linked}/** ${operation.summary}. */
  ${operation.operationId}(${args.join(', ')}): Promise<${answerTypeOf(operation)}> {
    return this.send('${method.toUpperCase()}', \`${address}\`${sent});
  }`;
  return { declaration, code };
}

function clientText({ source, className, about, send }) {
  const description = JSON.parse(readFileSync(path.join(root, source), 'utf8'));
  const operations = Object.entries(description.paths).flatMap(([route, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => operationOf(method, route, operation)),
  );
  const takesKeys = operations.some(({ code }) => code.includes('idempotencyKey'));
  return `// Made by tools/generate/api-client.mjs from ${source}: change that, not this.

/** ${send} */
export type Send = <T>(
  method: string,
  path: string,
  parts?: {
    readonly query?: object;
    readonly body?: unknown;
    ${takesKeys ? 'readonly idempotencyKey?: string;' : ''}
  },
) => Promise<T>;

${Object.entries(description.components.schemas).map(schemaDeclaration).join('\n\n')}

${operations.flatMap(({ declaration }) => declaration ?? []).join('\n\n')}

/** ${about} */
export class ${className} {
  constructor(private readonly send: Send) {}

  ${operations.map(({ code }) => code).join('\n\n')}
}
`;
}

for (const client of CLIENTS) {
  const target = path.join(root, client.target);
  mkdirSync(path.dirname(target), { recursive: true });
  const style = { parser: 'typescript', singleQuote: true, printWidth: 100 };
  writeFileSync(target, await format(clientText(client), style));
}
