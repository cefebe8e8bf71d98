import { STATUS_CODES } from 'node:http';
import { Field, Fields } from '../../fields/field.js';
import type { FieldClass } from '../../fields/kind.js';
import { integer, list, object, oneOf, text } from '../../fields/kinds.js';
import { detailDialect } from '../detail.dialect.js';
import { dialectOf } from '../dialect-of.js';
import { envelopeDialect } from '../envelope.dialect.js';
import { pageDialect } from '../page.dialect.js';
import { oauthDialect } from '../oauth.dialect.js';
import { answerSchema, schemaOf } from './json-schema.js';
import type { OpenApiDocument, PlacedOperation } from './open-api-types.js';

interface Refusals {
  schema: FieldClass;
  mediaType: string;
}

class FaultyField {
  @Field(text()) field!: string;
  @Field(text()) message!: string;
}

class EnvelopedErrorBody {
  @Field(text(), { example: 'UnauthorizedError' }) name!: string;
  @Field(text(), { example: 'UNAUTHORIZED' }) code!: string;
  @Field(text()) message!: string;
  @Field(list(object(FaultyField)), { optional: true }) details?: FaultyField[];
}

class EnvelopedError {
  @Field(object(EnvelopedErrorBody)) error!: EnvelopedErrorBody;
}

class Detail {
  @Field(text(), { example: 'Incorrect email or password' }) detail!: string;
}

class OAuthError {
  @Field(text(), { example: 'invalid_grant' }) error!: string;
  @Field(text(), { optional: true }) error_description?: string;
}

@Fields({ description: 'RFC 9457.' })
class Problem {
  @Field(oneOf(['about:blank'])) type!: 'about:blank';
  @Field(text()) title!: string;
  @Field(integer()) status!: number;
  @Field(text(), { example: 'Not enough permissions' }) detail!: string;
  @Field(list(object(FaultyField)), { optional: true }) errors?: FaultyField[];
  @Field(text()) request_id!: string;
}

const ENVELOPE: Refusals = { schema: EnvelopedError, mediaType: 'application/json' };
const DETAIL: Refusals = { schema: Detail, mediaType: 'application/json' };
const OAUTH: Refusals = { schema: OAuthError, mediaType: 'application/json' };
const PROBLEM: Refusals = { schema: Problem, mediaType: 'application/problem+json' };

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
    const { schema, mediaType } = OF_DIALECT.get(dialect) ?? PROBLEM;
    const { name } = schema;
    for (const status of statusesOf(placed)) {
      if (Object.hasOwn(placed.operation.responses, status)) continue;
      const key = `${name}${status === 'default' ? '' : status}`;
      document.components.schemas[name] ??= answerSchema(schemaOf(schema));
      document.components.responses[key] ??= {
        description: STATUS_CODES[status] ?? 'Any other refusal',
        content: { [mediaType]: { schema: { $ref: `#/components/schemas/${name}` } } },
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
