import { fieldClasses, optionsOf } from '../../fields/field.js';
import type { JsonSchema } from '../../fields/kind.js';
import { answerSchema } from './json-schema.js';
import { contentsOf, type OpenApiDocument, operationsOf } from './open-api-types.js';

/**
 * Replaces the references to classes by their schemas, that of a body with the mark that it takes no other members. A
 * class that names its schema stays a component; `nameSchemas` names the others by their operations.
 */
export function placeSchemas(document: OpenApiDocument): void {
  const { schemas } = document.components;
  const names = new Set(fieldClasses().map((owner) => optionsOf(owner).name));
  const open = new Set(fieldClasses().flatMap((owner) => (optionsOf(owner).open === true ? [owner.name] : [])));
  for (const { operation } of operationsOf(document)) {
    for (const content of contentsOf(operation.requestBody)) {
      const name = referredIn(content.schema);
      const schema = schemas[name];
      if (schema === undefined) continue;
      content.schema = { ...structuredClone(schema), ...(!open.has(name) && { additionalProperties: false }) };
    }
    for (const content of Object.values(operation.responses).flatMap(contentsOf)) {
      const name = referredIn(content.schema);
      if (!names.has(name)) content.schema = answerSchema(schemas[name] ?? content.schema);
    }
  }
  const named = Object.entries(schemas).filter(([name]) => names.has(name));
  document.components.schemas = Object.fromEntries(named.map(([name, schema]) => [name, answerSchema(schema)]));
}

function referredIn({ $ref }: JsonSchema): string {
  return typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? '') : '';
}
