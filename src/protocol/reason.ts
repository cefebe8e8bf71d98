/**
 * Why a request is refused, by the error code of a standard where there is one.
 * Each face knows its own status and sentence for every reason.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 */
export const REASONS = [
  'invalid_request',
  'malformed_json',
  'unsupported_media_type',
  'payload_too_large',
  'method_not_allowed',
  'not_found',
  'conflict',
  'precondition_failed',
  'invalid_client',
  'invalid_grant',
  'invalid_subject_token',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'unsupported_response_type',
  'invalid_target',
  'login_required',
  'consent_required',
  'unmet_authentication_requirements',
  'invalid_request_uri',
  'invalid_request_object',
  'registration_not_supported',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'authorization_pending',
  'authorization_denied',
  'slow_down',
  'expired_token',
  'invalid_redirect_uri',
  'invalid_client_metadata',
  'invalid_credentials',
  'mfa_required',
  'not_authenticated',
  'invalid_token',
  'insufficient_user_authentication',
  'insufficient_scope',
  'access_denied',
  'address_not_allowed',
  'too_many_attempts',
  'temporarily_unavailable',
  'client_unavailable',
  'server_error',
] as const;

export type Reason = (typeof REASONS)[number];
