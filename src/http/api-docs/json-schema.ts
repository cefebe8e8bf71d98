import { fieldClasses, type FieldDescription, fieldsOf, optionsOf } from '../../fields/field.js';
import type { FieldClass, JsonSchema, Kind } from '../../fields/kind.js';
import { isObject } from './open-api-types.js';

type Swagger = typeof import('@nestjs/swagger');

/** Tells @nestjs/swagger of all classes of fields what their decorators noted. */
export function describeClasses({ ApiProperty, ApiSchema }: Swagger): void {
  for (const owner of fieldClasses()) {
    const { name, description } = optionsOf(owner);
    for (const [property, field] of shownFields(owner)) {
      const isNeeded = isRequired(owner, property, field);
      // a combination of schemas has no type; without one here the package would take the property's
      const options = {
        type: 'object',
        required: isNeeded,
        ...propertySchema(owner, property, field),
        selfRequired: isNeeded,
      };
      ApiProperty(options as object)(owner.prototype as object, property);
    }
    ApiSchema({
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
    })(owner);
  }
}

/** The schema of what a class takes. */
export function schemaOf(owner: FieldClass): JsonSchema {
  const { description, open } = optionsOf(owner);
  const fields = shownFields(owner);
  const required = fields.filter(([name, field]) => isRequired(owner, name, field)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, propertySchema(owner, name, field)])),
    ...(open !== true && { additionalProperties: false }),
    ...(description !== undefined && { description }),
    ...(required.length > 0 && { required }),
  };
}

/** The schema of what an answer is made of: clients must bear members that are added later. */
export function answerSchema(schema: JsonSchema): JsonSchema {
  return withoutBounds(schema) as JsonSchema;
}

function withoutBounds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBounds);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([name, member]) => name !== 'additionalProperties' || member !== false);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutBounds(member)]));
}

function shownFields(owner: FieldClass): [string, FieldDescription][] {
  return [...fieldsOf(owner)].filter(([, { kind }]) => kind.hidden !== true);
}

function isRequired(owner: FieldClass, name: string, { optional }: FieldDescription): boolean {
  return optional !== true && initialOf(owner, name) === undefined;
}

function propertySchema(owner: FieldClass, name: string, field: FieldDescription): JsonSchema {
  const { kind, nullable, description, example } = field;
  const schema = kindSchema(kind);
  return {
    ...defaultOf(owner, name, schema),
    ...(nullable ? { anyOf: [schema, { type: 'null' }] } : schema),
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  };
}

function kindSchema({ schema, nested }: Kind): JsonSchema {
  if (nested === undefined) return schema;
  if (schema.type === 'array') return { ...schema, items: schemaOf(nested) };
  return { ...schemaOf(nested), ...schema };
}

/** As it is given on the wire. That a list is empty at first goes without saying. */
function defaultOf(owner: FieldClass, name: string, { type }: JsonSchema): JsonSchema {
  const initial = initialOf(owner, name);
  if (initial === undefined || Array.isArray(initial)) return {};
  return { default: type === 'string' && typeof initial === 'boolean' ? String(initial) : initial };
}

function initialOf(owner: FieldClass, name: string): unknown {
  return (new owner() as Record<string, unknown>)[name];
}
