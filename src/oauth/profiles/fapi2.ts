import type { Application } from '../stores/applications.js';
import type { Confirmation } from '../tokens/access-token.js';

/** One rule: its text, and whether it holds. */
type Rule<Facts> = readonly [says: string, holds: (facts: Facts) => boolean];

interface ClientFacts {
  client: Application;
  /** The registered method that the client used. */
  method: string;
}

interface RequestFacts {
  client: Application;
  pushed: boolean;
  redirectUri: string;
  redirectUriGiven: boolean;
  codeChallenge: string | undefined;
}

interface TokenFacts {
  grantType: string;
  confirmation: Confirmation | undefined;
}

/*
 * The FAPI 2.0 Security Profile (https://openid.net/specs/fapi-security-profile-2_0-final.html), for applications with
 * `security_profile: fapi2`. What holds for every application is not repeated here: codes live 60 seconds and work
 * once, every authorization response names the issuer, the only response type is `code`, PKCE knows S256 alone, and
 * redirect URIs compare as exact strings.
 */

/** Checked whenever the application authenticates. */
export const CLIENT_RULES: readonly Rule<ClientFacts>[] = [
  ['The application must be confidential.', ({ client }) => client.type === 'confidential'],
  [
    'The application must authenticate by private_key_jwt or by its TLS certificate.',
    ({ method }) => ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'].includes(method),
  ],
];

/** Checked for every authorization request. */
export const REQUEST_RULES: readonly Rule<RequestFacts>[] = [
  ['The application must be confidential.', ({ client }) => client.type === 'confidential'],
  ['The authorization request must be pushed.', ({ pushed }) => pushed],
  ['The request must protect its code by PKCE.', ({ codeChallenge }) => codeChallenge !== undefined],
  ['The request must name its redirect_uri.', ({ redirectUriGiven }) => redirectUriGiven],
  ['The redirect URI must be https.', ({ redirectUri }) => redirectUri.startsWith('https://')],
];

/** Checked for every token request. */
export const TOKEN_RULES: readonly Rule<TokenFacts>[] = [
  ['The application must not receive passwords.', ({ grantType }) => grantType !== 'password'],
  [
    'Tokens must be bound to a key or a certificate of the application.',
    ({ confirmation }) => confirmation !== undefined,
  ],
];

/** §5.3.2.1: the audience of an assertion is the issuer, as a single string. */
export function isAudience(aud: unknown, issuer: string): boolean {
  return aud === issuer;
}

export function isUnderFapi2({ metadata }: Application): boolean {
  return metadata.security_profile === 'fapi2';
}

/** The first broken rule; undefined if all hold, or the application is not under the profile. */
export function brokenRule<Facts>(
  rules: readonly Rule<Facts>[],
  application: Application,
  facts: Facts,
): string | undefined {
  return isUnderFapi2(application) ? rules.find(([, holds]) => !holds(facts))?.[0] : undefined;
}
