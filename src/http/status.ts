import type { Reason } from '../protocol/reason.js';

/** Reasons whose status is not 400. */
const STATUS: Readonly<Partial<Record<Reason, number>>> = {
  unauthorized_client: 403,
  unsupported_media_type: 415,
  payload_too_large: 413,
  method_not_allowed: 405,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  invalid_client: 401,
  invalid_grant: 401,
  invalid_credentials: 401,
  mfa_required: 401,
  not_authenticated: 401,
  invalid_token: 401,
  insufficient_user_authentication: 401,
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  insufficient_scope: 403,
  access_denied: 403,
  address_not_allowed: 403,
  too_many_attempts: 429,
  temporarily_unavailable: 503,
  client_unavailable: 503,
  server_error: 500,
};

/** The status of a reason on every face except OAuth endpoints, which follow RFC 6749. */
export function statusOf(reason: Reason): number {
  return STATUS[reason] ?? 400;
}
