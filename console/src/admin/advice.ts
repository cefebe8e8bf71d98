/** What to do about a refusal, by its code. */
export const ADVICE: Readonly<Record<string, string>> = {
  invalid_client:
    'The Client ID or the Client secret is wrong. Compare the Client ID letter by letter; the last used secret stands under the application’s secrets. If it is lost, add another.',
  invalid_grant:
    'The code, refresh token or password cannot be used: expired, used before, revoked, or another client’s. The person signs in again.',
  invalid_subject_token:
    'The token that is to be exchanged cannot be: it is expired, revoked, bound to a key, or of an API that this application is not. Exchange a live access token that was sent to this very API.',
  invalid_credentials:
    'The password is wrong, no account has that name, or the account is disabled. An administrator can reset the password under Users.',
  mfa_required:
    'The password is right, and the account needs a second factor: the words above say which part is missing. Programs send the code as otp; an account without a second factor sets one up in the console.',
  insufficient_user_authentication:
    'The credential is right, and this act needs a fresh or stronger sign-in. The person confirms who they are, and the request is repeated.',
  invalid_token: 'The token, key or cookie is expired, revoked or not of this server. Get a new one.',
  not_authenticated: 'The request showed no token, key or cookie at all. Send Authorization: Bearer …, or X-API-Key.',
  insufficient_scope:
    'The credential is right and lacks a scope. Tick it at the application or key, and get a new token.',
  access_denied: 'The credential is right, but its owner may not do this: it is another’s, or for administrators.',
  address_not_allowed:
    'The address is on no entry of an IP whitelist that applies. Add it there, or check which address the server sees.',
  too_many_attempts: 'Too many failures in a short time. It ends by itself; the answer says when in Retry-After.',
  invalid_scope:
    'A scope was asked for that the application does not have, or that is in no catalogue. Tick it at the application.',
  invalid_target: 'The resource it names is not registered here, or was not granted. Register it under Resources.',
  invalid_redirect_uri: 'The redirect URI is not one that may be registered.',
  invalid_client_metadata: 'The registration asks for something this server does not offer: the words above say which.',
  invalid_request_uri: 'The pushed request is unknown, expired or used. The application pushes it again.',
  invalid_request_object: 'The signed request does not verify against the keys that the application registered.',
  invalid_dpop_proof: 'The DPoP proof is not for this request: its method, address, time, key or token differs.',
  use_dpop_nonce: 'Nothing is wrong: the client repeats the request with the nonce of the DPoP-Nonce header.',
  unsupported_response_type: 'This server answers with a code. The application sends response_type=code.',
  unmet_authentication_requirements:
    'The application insists on a stronger sign-in than the person can make. They add a passkey, or the application asks for less.',
  registration_not_supported: 'The request carries a registration. Register the application here, and leave it out.',
  login_required: 'No person is signed in as the application expects. Without prompt=none the person is asked to.',
  consent_required: 'The person has not allowed it yet. Without prompt=none they are asked.',
  authorization_pending: 'Nothing is wrong: the device asks again until the person has decided.',
  authorization_denied: 'The person denied it. The device may start again.',
  slow_down: 'The device asks too often. It waits five seconds longer each time.',
  expired_token: 'The device code is too old. The device starts again.',
  invalid_request: 'The request itself is not well formed: the words above name the fault.',
  malformed_json: 'The body is not JSON.',
  unsupported_media_type: 'The Content-Type is not one this endpoint takes.',
  payload_too_large: 'The body is larger than this endpoint takes. Send less, or in several requests.',
  unauthorized_client: 'The application may not use this way to get tokens. It can be switched on under its settings.',
  unsupported_grant_type: 'This server offers no such grant.',
  conflict: 'It contradicts something that exists: the words above say which.',
  precondition_failed:
    'It was changed since it was read: the version in If-Match is no longer the present one. Read it again, and repeat the change.',
  client_unavailable:
    'The client metadata document of the application could not be read for seven days. It is published again at the address that is its Client ID.',
  temporarily_unavailable: 'The database did not answer in time. Look at /health/ready.',
};

export function adviceFor(code: string | undefined): string {
  return ADVICE[code ?? ''] ?? 'The words above are all the server noted.';
}
