import type { JsonSchema } from '../../fields/kind.js';
import { contentsOf, isObject, operationsOf, type OpenApiDocument, type Operation } from './open-api-types.js';

/**
 * Names request and response schemas: the items of a list are named after the list, and an equal schema elsewhere refers
 * to the same name.
 */
export function nameSchemas(document: OpenApiDocument): void {
  const names = new Names(document.components.schemas);
  const operations = operationsOf(document).map(({ operation }) => operation);
  for (const operation of operations) {
    for (const { schema } of contentsOf(answerOf(operation))) {
      const list = listOf(schema);
      if (list !== undefined) list.items = names.give(list.items, resourceName(operation));
    }
  }
  for (const operation of operations) {
    for (const content of contentsOf(answerOf(operation))) {
      const isPage = listOf(content.schema) !== undefined;
      content.schema = names.give(
        content.schema,
        isPage ? `${resourceName(operation)}Page` : `${pascal(operation.operationId)}Answer`,
      );
    }
    for (const content of contentsOf(operation.requestBody)) {
      content.schema = names.give(content.schema, `${pascal(operation.operationId)}Body`);
    }
  }
}

/** The named schemas, by name and by shape. */
class Names {
  private readonly byShape: Map<string, string>;

  constructor(private readonly schemas: Record<string, JsonSchema>) {
    this.byShape = new Map(Object.entries(schemas).map(([name, schema]) => [shapeOf(schema), name]));
  }

  /** A reference to the schema, under the existing name of its shape or else the wanted one. */
  give(schema: JsonSchema, wanted: string): JsonSchema {
    if ('$ref' in schema || !hasProperties(schema)) return schema;
    const shape = shapeOf(schema);
    const known = this.byShape.get(shape);
    if (known === undefined) {
      if (Object.hasOwn(this.schemas, wanted)) return schema;
      this.byShape.set(shape, wanted);
      this.schemas[wanted] = schema;
    }
    return { $ref: `#/components/schemas/${known ?? wanted}` };
  }
}

function answerOf({ responses }: Operation): unknown {
  const status = Object.keys(responses).find((each) => each.startsWith('2'));
  return status === undefined ? undefined : responses[status];
}

/** The `data` of a page. */
function listOf({ properties }: JsonSchema): { items: JsonSchema } | undefined {
  const data = isObject(properties) && 'next_cursor' in properties ? properties.data : undefined;
  return isObject(data) && isObject(data.items) ? (data as { items: JsonSchema }) : undefined;
}

function hasProperties({ properties }: JsonSchema): boolean {
  return isObject(properties) && Object.keys(properties).length > 0;
}

/** `auditEvents_list` lists each an `AuditEvent`. */
function resourceName({ operationId }: Operation): string {
  const [things = operationId] = operationId.split('_');
  return pascal(things.replace(/ies$/, 'y').replace(/s$/, ''));
}

function pascal(text: string): string {
  return text.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Equal for equal schemas, in every order of their members. */
function shapeOf(schema: JsonSchema): string {
  const inOrder = (value: unknown): unknown =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return JSON.stringify(schema, (_, value: unknown) => inOrder(value));
}
