import type { JsonSchema } from '../../fields/kind.js';

/** The subset of OpenAPI 3.1 that this folder handles. @see https://spec.openapis.org/oas/v3.1.1 */
export interface OpenApiDocument {
  openapi: string;
  tags?: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, unknown>;
    securitySchemes: Record<string, unknown>;
  };
}

export interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; [more: string]: unknown }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
  security?: Record<string, string[]>[];
}

export interface PlacedOperation {
  path: string;
  method: string;
  operation: Operation;
}

export function operationsOf({ paths }: Pick<OpenApiDocument, 'paths'>): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Content {
  schema: JsonSchema;
}

/** Of a request body or an answer: its schemas by media type. */
export function contentsOf(body: unknown): Content[] {
  if (!isObject(body) || !isObject(body.content)) return [];
  return Object.values(body.content).filter(
    (content): content is Content => isObject(content) && isObject(content.schema),
  );
}
