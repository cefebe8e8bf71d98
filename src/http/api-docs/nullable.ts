import { isObject } from './open-api-types.js';

/**
 * Rewrites every schema in `node` the way that generators of client code understand: null stands in `type` instead of in
 * an `anyOf`, and no object has an empty object as its default. The default of an `anyOf` is told in words, because Go and
 * Java get it without quotes, and a boolean has no `enum`, which Java takes for texts.
 * @see https://spec.openapis.org/oas/v3.1.1#schema-object
 */
export function forGenerators(node: unknown): void {
  if (Array.isArray(node)) node.forEach(forGenerators);
  if (!isObject(node)) return;
  Object.values(node).forEach(forGenerators);
  if (isObject(node.default) && Object.keys(node.default).length === 0) delete node.default;
  if (node.type === 'boolean') delete node.enum;
  const { anyOf } = node;
  if (!Array.isArray(anyOf)) return;
  const others = anyOf.filter((one: unknown) => !isNull(one));
  if (others.length > 1) tellDefault(node);
  if (others.length === anyOf.length || !others.every(isTyped)) return;
  const nullable = others.map(withNull);
  const [only] = nullable;
  if (nullable.length > 1 || only === undefined) node.anyOf = nullable;
  else {
    delete node.anyOf;
    Object.assign(node, { ...only, ...node });
  }
}

/** Of a schema of several kinds. */
function tellDefault(node: Record<string, unknown>): void {
  const { default: initial, description = '' } = node;
  if (typeof initial !== 'string') return;
  node.description = `${String(description)} Default: \`${initial}\`.`.trim();
  delete node.default;
}

function isNull(schema: unknown): boolean {
  return isObject(schema) && schema.type === 'null';
}

/** Whether null can be put into it. */
function isTyped(schema: unknown): schema is Record<string, unknown> {
  return (
    isObject(schema) && (schema.type !== undefined || (Array.isArray(schema.anyOf) && schema.anyOf.every(isTyped)))
  );
}

function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: schema.anyOf.filter(isTyped).map(withNull) };
  const { type, const: only, enum: values = only === undefined ? undefined : [only], ...rest } = schema;
  return {
    ...rest,
    type: [...new Set([type, 'null'].flat())],
    ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }),
  };
}
