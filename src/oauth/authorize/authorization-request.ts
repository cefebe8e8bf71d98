import { type ClaimsByName, scopesOfClaims } from '../../protocol/claims.js';
import type { Application } from '../stores/applications.js';

export type ResponseMode = 'query' | 'fragment' | 'form_post';

export const RESPONSE_MODES: readonly ResponseMode[] = ['query', 'fragment', 'form_post'];

export type Prompt = 'none' | 'login' | 'consent' | 'select_account';

/** Where the answer to an authorization request goes. Until this is established nothing is sent anywhere. */
export interface ReturnAddress {
  client: Application;
  redirectUri: string;
  /** Whether the request named it, or the only registered one stands in. */
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
  /** What it was pushed as: used up when a code is issued for it. */
  pushedAs: Buffer | undefined;
  scopes: readonly string[];
  /** What the request itself named, also what is left out of it. */
  askedScopes: readonly string[];
  /** The application's default scopes that stand in for those it did not name; undefined: it named some. */
  defaultScopes: readonly string[] | undefined;
  codeChallenge: string | undefined;
  nonce: string | undefined;
  prompts: ReadonlySet<Prompt>;
  /** Seconds since the person last signed in, at most. */
  maxAge: number | undefined;
  loginHint: string | undefined;
  /** Whom the client means, by the subject it knows: what an `id_token_hint` and the `claims` parameter name. */
  expectedSubjects: readonly string[];
  claims: ClaimsByName | undefined;
  /** Resource indicators (RFC 8707). */
  resources: readonly string[];
  dpopJkt: string | undefined;
}

/** What a person is asked to allow: the scopes, and those whose claims are asked for by name. */
export function scopesToAllow({ scopes, claims }: AuthorizationRequest): string[] {
  return [...new Set([...scopes, ...(claims === undefined ? [] : scopesOfClaims(claims))])];
}
