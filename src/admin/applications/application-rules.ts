import { type GrantType, TOKEN_EXCHANGE } from '../../protocol/grant-type.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import type { ApplicationRecord } from './application.js';

/** What must fit together in an application. */
export type Draft = Pick<
  ApplicationRecord,
  'type' | 'grantTypes' | 'scopes' | 'defaultScopes' | 'tokenEndpointAuthMethod'
>;

/** Grants that prove nothing without a secret (RFC 6749 section 4.4, RFC 9700 section 2.4). */
const CONFIDENTIAL_GRANTS: readonly string[] = ['client_credentials', 'password', TOKEN_EXCHANGE];

/** What an application made by hand may do, until its owner says otherwise. */
export function defaultGrantTypes(type: Draft['type'], passwordGrant: boolean): GrantType[] {
  if (type === 'public') return ['authorization_code', 'refresh_token'];
  return ['authorization_code', 'refresh_token', 'client_credentials', ...(passwordGrant ? ['password' as const] : [])];
}

export function defaultAuthMethod(type: Draft['type']): 'client_secret_basic' | 'none' {
  return type === 'public' ? 'none' : 'client_secret_basic';
}

/** Refuses an application that contradicts itself, naming the field to mend. */
export function refuseContradictions(draft: Draft): void {
  for (const check of [defaultsAmongScopes, grantsNeedSecret, methodFitsType]) check(draft);
}

function defaultsAmongScopes({ scopes, defaultScopes }: Draft): void {
  const outside = defaultScopes.find((scope) => !scopes.includes(scope));
  if (outside === undefined) return;
  throw InvalidRequest.field('default_scopes', `${outside} is not among the scopes of the application`);
}

function grantsNeedSecret({ type, grantTypes }: Draft): void {
  const secretive = grantTypes.find((grantType) => CONFIDENTIAL_GRANTS.includes(grantType));
  if (type === 'confidential' || secretive === undefined) return;
  throw InvalidRequest.field('grant_types', `${secretive} needs a confidential application`);
}

function methodFitsType({ type, tokenEndpointAuthMethod }: Draft): void {
  const isNone = tokenEndpointAuthMethod === 'none';
  if (type === 'public' && !isNone) {
    throw InvalidRequest.field('token_endpoint_auth_method', 'must be none: a public application keeps no secret');
  }
  if (type === 'confidential' && isNone) {
    throw InvalidRequest.field(
      'token_endpoint_auth_method',
      'must not be none: a confidential application shows its secret',
    );
  }
}
