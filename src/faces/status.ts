import type { Reason } from '../protocol/refusal.js';

/** The status of each reason on every face but RFC 6749's, which has its own rules. */
export const STATUS: Readonly<Record<Reason, number>> = {
  invalid_request: 400,
  malformed_json: 400,
  invalid_scope: 400,
  unsupported_grant_type: 400,
  unauthorized_client: 403,
  unsupported_media_type: 415,
  payload_too_large: 413,
  method_not_allowed: 405,
  not_found: 404,
  conflict: 409,
  invalid_client: 401,
  invalid_grant: 401,
  invalid_credentials: 401,
  not_authenticated: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  access_denied: 403,
  address_not_allowed: 403,
  too_many_attempts: 429,
  temporarily_unavailable: 503,
  server_error: 500,
};
