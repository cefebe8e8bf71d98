import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { detailDialect } from '../detail.dialect.js';
import { dialectOf } from '../dialect-of.js';
import { envelopeDialect } from '../envelope.dialect.js';
import { pageDialect } from '../page.dialect.js';
import { oauthDialect } from '../oauth.dialect.js';
import { jsonSchemaOf } from './json-schema.js';
import type { OpenApiDocument, PlacedOperation } from './open-api.js';

interface Refusals {
  name: string;
  mediaType: string;
  schema: z.ZodType;
}

const faults = z.array(z.object({ field: z.string(), message: z.string() })).optional();

const ENVELOPE: Refusals = {
  name: 'EnvelopedError',
  mediaType: 'application/json',
  schema: z.object({
    error: z.object({
      name: z.string().meta({ examples: ['UnauthorizedError'] }),
      code: z.string().meta({ examples: ['UNAUTHORIZED'] }),
      message: z.string(),
      details: faults,
    }),
  }),
};

const DETAIL: Refusals = {
  name: 'Detail',
  mediaType: 'application/json',
  schema: z.object({ detail: z.string().meta({ examples: ['Incorrect email or password'] }) }),
};

const OAUTH: Refusals = {
  name: 'OAuthError',
  mediaType: 'application/json',
  schema: z.object({
    error: z.string().meta({ examples: ['invalid_grant'] }),
    error_description: z.string().optional(),
  }),
};

const PROBLEM: Refusals = {
  name: 'Problem',
  mediaType: 'application/problem+json',
  schema: z
    .object({
      type: z.literal('about:blank'),
      title: z.string(),
      status: z.int(),
      detail: z.string().meta({ examples: ['Not enough permissions'] }),
      errors: faults,
      request_id: z.string(),
    })
    .meta({ description: 'RFC 9457.' }),
};

const OF_DIALECT = new Map([
  [envelopeDialect, ENVELOPE],
  [detailDialect, DETAIL],
  [oauthDialect, OAUTH],
]);

/** Adds the error answers of every operation, in the dialect of its face. */
export function addRefusals(document: OpenApiDocument, operations: readonly PlacedOperation[]): void {
  for (const placed of operations) {
    const dialect = dialectOf(placed.path);
    if (dialect === pageDialect) continue; // a page shows the error to a person
    const refusals = OF_DIALECT.get(dialect) ?? PROBLEM;
    for (const status of statusesOf(placed)) {
      if (Object.hasOwn(placed.operation.responses, status)) continue;
      const key = `${refusals.name}${status === 'default' ? '' : status}`;
      document.components.schemas[refusals.name] ??= jsonSchemaOf(refusals.schema, 'output').schema;
      document.components.responses[key] ??= {
        description: STATUS_CODES[status] ?? 'Any other refusal',
        content: { [refusals.mediaType]: { schema: { $ref: `#/components/schemas/${refusals.name}` } } },
      };
      placed.operation.responses[status] = { $ref: `#/components/responses/${key}` };
    }
  }
}

const COUNTS_FAILURES = /\/(login|password|access-token|token)$/;

function statusesOf({ path, method, operation }: PlacedOperation): string[] {
  const { parameters = [], requestBody, security = [] } = operation;
  const isManaged = security.some((scheme) => 'bearer' in scheme) && path.startsWith('/api/v1/');
  const isFace = requestBody !== undefined && !isManaged;
  return [
    ...(parameters.length > 0 || requestBody !== undefined ? ['400'] : []),
    ...(security.length > 0 || isFace ? ['401', '403'] : []),
    ...(parameters.some((parameter) => parameter.in === 'path') ? ['404'] : []),
    ...(isManaged && method !== 'get' ? ['409'] : []),
    ...(isFace && COUNTS_FAILURES.test(path) ? ['429'] : []),
    'default',
  ];
}
