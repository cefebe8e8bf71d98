import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import type { Application } from '../oauth/stores/applications.js';
import type { SignIn } from '../oauth/stores/sign-ins.js';
import type { TokenSet } from '../oauth/tokens/token-issuer.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { SubjectIdentifiers } from '../oauth/tokens/subject-identifiers.js';
import { acrToTell } from '../protocol/acr.js';
import { idTokenAlgOf } from '../protocol/client-metadata.js';
import type { SigningAlgorithm } from '../protocol/signing-algorithm.js';
import { numericDate } from '../clock/numeric-date.js';
import { claimsFor } from './person-claims.js';
import { SessionIdentifiers } from './session-identifiers.js';

/**
 * Bytes of an id_token for the claims of scopes, so that all of it fits a cookie, or an address as `id_token_hint`: 4 kB
 * with an RS256 signature. Those that do not fit are in the userinfo response.
 */
const MAX_CLAIMS_OF_SCOPES = 1536;

/** Issues id_tokens. */
@Injectable()
export class IdTokens {
  constructor(
    private readonly settings: Settings,
    private readonly keys: KeyRing,
    private readonly subjects: SubjectIdentifiers,
    private readonly sessions: SessionIdentifiers,
    private readonly clock: Clock,
  ) {}

  /**
   * The id_token of a token set; undefined if no person signed in.
   * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
   */
  async issue(tokens: TokenSet, client: Application): Promise<string | undefined> {
    const { signIn, accessToken, expiresIn } = tokens;
    if (signIn === undefined) return undefined;
    const now = this.clock.now();
    const iat = numericDate(now);
    const { user, request, sessionId, amr } = signIn;
    const alg = idTokenAlgOf(client.metadata);
    const claims = {
      iss: this.settings.issuer,
      sub: this.subjects.of(user.id, client),
      aud: client.clientId,
      iat,
      exp: iat + expiresIn,
      auth_time: numericDate(signIn.authenticatedAt),
      amr,
      acr: acrToTell(amr, request),
      sid: sessionId === null ? signIn.id : this.sessions.of(sessionId, client.clientId),
      // Core §12.2: a refreshed id_token "SHOULD NOT have a nonce Claim"
      nonce: tokens.refreshed === true ? undefined : request?.nonce,
      at_hash: halfHash(accessToken, alg),
      ...aboutThePerson(signIn, client),
    };
    return this.keys.sign('JWT', claims, alg, now);
  }
}

/**
 * The claims about the person: those requested by name, and those of scopes as far as they fit. Core §5.4 has the latter in
 * the userinfo response alone (`minimal`); without an authorization request none can be named.
 */
function aboutThePerson({ user, request, scope }: SignIn, client: Application): Record<string, unknown> {
  const named = claimsFor(client, user, { scopes: new Set(), named: request?.claims?.id_token ?? [] });
  if (request !== null && client.idTokenClaims === 'minimal') return named;
  const ofScopes = claimsFor(client, user, { scopes: new Set(scope.split(' ')), named: [] });
  return Object.assign(fitting(ofScopes, MAX_CLAIMS_OF_SCOPES), named);
}

/** The shortest claims, as many as take at most these bytes as JSON. */
function fitting(claims: Readonly<Record<string, unknown>>, bytes: number): Record<string, unknown> {
  let taken = 0;
  const bySize = Object.entries(claims)
    .map(([name, value]) => ({ name, value, size: Buffer.byteLength(JSON.stringify({ [name]: value })) }))
    .sort((a, b) => a.size - b.size)
    .filter(({ size }) => (taken += size) <= bytes);
  return Object.fromEntries(bySize.map(({ name, value }) => [name, value]));
}

/**
 * The left half of the hash, with the hash function of the signature.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken (at_hash)
 */
function halfHash(token: string, alg: SigningAlgorithm): string {
  const digest = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', token, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
