import { fittingScopes } from '../../../protocol/fitting-scopes.js';
import { ownAddress } from '../../../protocol/own-address.js';
import { numericDate } from '../../../clock/numeric-date.js';
import type { RegisteredClient } from './registered-client.js';

export type RegistrationAnswer = Readonly<Record<string, unknown>>;

interface Shown {
  /** The registration access token. */
  token: string;
  /** A client secret that was made just now. */
  secret: string | undefined;
  issuer: string;
}

/** @see https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1 */
export function presentRegistration(client: RegisteredClient, { token, secret, issuer }: Shown): RegistrationAnswer {
  const settings: Record<string, unknown> = {
    client_id: client.clientId,
    client_id_issued_at: numericDate(client.createdAt),
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_access_token: token,
    registration_client_uri: ownAddress(issuer, `/oauth/register/${client.clientId}`),
    client_name: client.name,
    redirect_uris: client.redirectUris,
    ...(client.postLogoutRedirectUris.length > 0 && { post_logout_redirect_uris: client.postLogoutRedirectUris }),
    grant_types: client.grantTypes,
    response_types: client.grantTypes.includes('authorization_code') ? ['code'] : [],
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    // those of a request without `scope`: clients request all that they are told
    scope: fittingScopes(client.scopes).join(' '),
  };
  return Object.assign(settings, client.metadata);
}
