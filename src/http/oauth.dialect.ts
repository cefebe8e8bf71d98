import type { Reason } from '../protocol/reason.js';
import type { Refusal } from '../protocol/refusal.js';
import { type Dialect, JSON_TYPE } from './dialect.js';

/** RFC 6749 error codes of reasons that are not error codes themselves, and every status other than 400. */
const WIRE: Partial<Record<Reason, { error?: string; status?: number }>> = {
  // RFC 8693 §2.2.2; a reason of its own, as it is about a person's token and not about the request
  invalid_subject_token: { error: 'invalid_request' },
  malformed_json: { error: 'invalid_request' },
  unsupported_media_type: { error: 'invalid_request', status: 415 },
  payload_too_large: { error: 'invalid_request', status: 413 },
  method_not_allowed: { error: 'invalid_request', status: 405 },
  not_found: { error: 'invalid_request', status: 404 },
  conflict: { error: 'invalid_request', status: 409 },
  invalid_client: { status: 401 },
  invalid_credentials: { error: 'invalid_grant' },
  not_authenticated: { error: 'invalid_token', status: 401 },
  invalid_token: { status: 401 },
  insufficient_user_authentication: { status: 401 },
  insufficient_scope: { status: 403 },
  access_denied: { status: 403 },
  // RFC 8628 §3.5: answers to a polling device
  authorization_denied: { error: 'access_denied' },
  address_not_allowed: { error: 'access_denied', status: 403 },
  too_many_attempts: { error: 'temporarily_unavailable', status: 429 },
  temporarily_unavailable: { status: 503 },
  client_unavailable: { error: 'temporarily_unavailable', status: 503 },
  server_error: { status: 500 },
};

/**
 * `/oauth/*`: `{"error","error_description"}`.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export const oauthDialect: Dialect = (refusal) => {
  // a protected resource answers DPoP errors by a challenge, the token endpoint by a plain 400 (RFC 9449 §5, §7.1)
  const status = WIRE[refusal.reason]?.status ?? (refusal.challenge === 'DPoP' ? 401 : 400);
  return { status, contentType: JSON_TYPE, body: oauthError(refusal) };
};

/** The two parameters of an OAuth error, for a body, a redirect or a form. */
export function oauthError(refusal: Refusal): { error: string; error_description: string } {
  const error = WIRE[refusal.reason]?.error ?? refusal.reason;
  return { error, error_description: inCharset(refusal.description) };
}

/** RFC 6749 §5.2: error_description "MUST NOT include characters outside the set %x20-21 / %x23-5B / %x5D-7E". */
function inCharset(text: string): string {
  return text.replaceAll('"', "'").replace(/[^\x20-\x7e]|\\/g, '?');
}
