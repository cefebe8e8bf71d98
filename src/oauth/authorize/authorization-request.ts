import { type ClaimsByName, scopesOfClaims } from '../../protocol/claims.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Application } from '../stores/applications.js';
import type { PresentedRequest } from '../stores/pushed-requests.js';

export const RESPONSE_MODES = ['query', 'fragment', 'form_post'] as const;

export type ResponseMode = (typeof RESPONSE_MODES)[number];

export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;

export type Prompt = (typeof PROMPTS)[number];

/** The destination of the authorization response. Until it is established nothing is sent anywhere. */
export interface ReturnAddress {
  client: Application;
  redirectUri: string;
  /** Whether the request named it; otherwise it is the only registered one. */
  redirectUriGiven: boolean;
  responseMode: ResponseMode;
  state: string | undefined;
}

/**
 * An authorization request that every check has passed.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
export interface AuthorizationRequest extends ReturnAddress {
  /** The pushed request, which is consumed when a code is issued for it. */
  pushedAs: PresentedRequest | undefined;
  /** The parameters of its request object, which the pages carry from here on; undefined if it has none. */
  signedParameters: Parameters | undefined;
  /** As of `Source`. */
  signedUnder: number | undefined;
  scopes: readonly string[];
  /** The scopes of the request, including those that were left out of the grant. */
  askedScopes: readonly string[];
  /** The application's default scopes, if the request named none. */
  defaultScopes: readonly string[] | undefined;
  codeChallenge: string | undefined;
  nonce: string | undefined;
  prompts: ReadonlySet<Prompt>;
  /** Maximum seconds since the person last signed in. */
  maxAge: number | undefined;
  /** The authentication context classes of which the sign-in must reach one; empty: any. */
  essentialAcrs: readonly string[];
  /** Those that the application would like (`acr_values`, an `acr` that is not essential): nothing is refused for them. */
  voluntaryAcrs: readonly string[];
  loginHint: string | undefined;
  /** The subject that the client expects, from `id_token_hint` and the `claims` parameter. */
  expectedSubjects: readonly string[];
  claims: ClaimsByName | undefined;
  /** Resource indicators (RFC 8707). */
  resources: readonly string[];
  dpopJkt: string | undefined;
}

/** The scopes that a person is asked to allow, including those of claims requested by name. */
export function scopesToAllow({ scopes, claims }: AuthorizationRequest): string[] {
  return [...new Set([...scopes, ...(claims === undefined ? [] : scopesOfClaims(claims))])];
}
