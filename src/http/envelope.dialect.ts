import type { Reason } from '../protocol/reason.js';
import type { Refusal } from '../protocol/refusal.js';
import { type Dialect, JSON_TYPE } from './dialect.js';
import { statusOf } from './status.js';

/** Name and code of each status, as `/auth/*` documents them; undocumented ones follow the same style. */
const NAMES: Readonly<Record<number, readonly [name: string, code: string]>> = {
  400: ['ValidationException', 'VALIDATION_FAILURE'],
  401: ['UnauthorizedError', 'UNAUTHORIZED'],
  403: ['ForbiddenError', 'FORBIDDEN'],
  404: ['NotFoundError', 'NOT_FOUND'],
  405: ['MethodNotAllowedError', 'METHOD_NOT_ALLOWED'],
  409: ['ConflictError', 'CONFLICT'],
  413: ['PayloadTooLargeError', 'PAYLOAD_TOO_LARGE'],
  415: ['UnsupportedMediaTypeError', 'UNSUPPORTED_MEDIA_TYPE'],
  429: ['TooManyRequestsError', 'TOO_MANY_REQUESTS'],
  500: ['InternalServerError', 'INTERNAL_SERVER_ERROR'],
  503: ['ServiceUnavailableError', 'SERVICE_UNAVAILABLE'],
};

/** Those of reasons that share their status with others and must be told apart. */
const NAMES_OF_REASONS: Readonly<Partial<Record<Reason, readonly [name: string, code: string]>>> = {
  malformed_json: ['SyntaxError', 'SYNTAX_ERROR'],
  mfa_required: ['MfaRequiredError', 'MFA_REQUIRED'],
};

/** `/auth/*`: `{"error":{"name","code","message"}}`; a validation error also lists `details`. */
export const envelopeDialect: Dialect = (refusal) => {
  const status = statusOf(refusal.reason);
  const [name, code] = NAMES_OF_REASONS[refusal.reason] ?? NAMES[status] ?? ['Error', 'ERROR'];
  const message = messageOf(refusal.reason) ?? refusal.description;
  const details = detailsOf(refusal);
  return { status, contentType: JSON_TYPE, body: { error: { name, code, message, ...(details && { details }) } } };
};

/** A fault that is no field's is the body's: a validation error has details. */
function detailsOf({ reason, fields, description }: Refusal): Refusal['fields'] | undefined {
  if (fields.length > 0) return fields;
  return reason === 'invalid_request' ? [{ field: 'body', message: description }] : undefined;
}

function messageOf(reason: string): string | undefined {
  if (reason === 'invalid_credentials') return 'Invalid credentials';
  if (reason === 'invalid_grant' || reason === 'invalid_token') return 'Invalid or expired token';
  return undefined;
}
