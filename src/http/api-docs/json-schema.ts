import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Formats whose regular expression is omitted, because the format says the same. */
const SELF_EXPLAINING = new Set(['date-time', 'uuid', 'email', 'uri']);

/** A schema in the form of OpenAPI 3.1, and its named schemas. */
export function jsonSchemaOf(schema: unknown, io: 'input' | 'output') {
  const {
    $schema: _,
    $defs: components = {},
    ...converted
  } = z.toJSONSchema(schema as z.ZodType, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (SELF_EXPLAINING.has(jsonSchema.format ?? '')) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      // a client must tolerate members that are added later
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { schema: converted as JsonSchema, components: components as Record<string, JsonSchema> };
}
