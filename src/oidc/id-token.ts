import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import type { Application } from '../oauth/stores/applications.js';
import type { SignIn } from '../oauth/stores/sign-ins.js';
import type { TokenSet } from '../oauth/tokens/token-issuer.js';
import type { SigningAlgorithm } from '../oauth/tokens/jws.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { SubjectIdentifiers } from '../oauth/tokens/subject-identifiers.js';
import { acrOf } from '../protocol/acr.js';
import { claimsOfScopes, type PersonalClaim } from '../protocol/claims.js';
import { idTokenAlgOf } from '../protocol/client-metadata.js';
import { personClaims } from './person-claims.js';
import { SessionIdentifiers } from './session-identifiers.js';

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
    const iat = Math.floor(now.getTime() / 1000);
    const { user, request, sessionId, amr } = signIn;
    const alg = idTokenAlgOf(client.metadata);
    const claims = {
      iss: this.settings.issuer,
      sub: this.subjects.of(user.id, client),
      aud: client.clientId,
      iat,
      exp: iat + expiresIn,
      auth_time: Math.floor(signIn.authenticatedAt.getTime() / 1000),
      amr,
      acr: acrOf(amr),
      sid: sessionId === null ? signIn.id : this.sessions.of(sessionId, client.clientId),
      // Core §12.2: a refreshed id_token "SHOULD NOT have a nonce Claim"
      nonce: tokens.refreshed === true ? undefined : request?.nonce,
      at_hash: halfHash(accessToken, alg),
      ...personClaims(user, claimsWanted(signIn)),
    };
    return this.keys.sign('JWT', claims, alg, now);
  }
}

/**
 * Core §5.4: with a code, the claims of scopes are in the userinfo response; the id_token has the claims requested by
 * name. Without an authorization request none were requested.
 */
function claimsWanted({ request, scope }: SignIn): readonly PersonalClaim[] {
  return request === null ? claimsOfScopes(new Set(scope.split(' '))) : (request.claims?.id_token ?? []);
}

/**
 * The left half of the hash, with the hash function of the signature.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken (at_hash)
 */
function halfHash(token: string, alg: SigningAlgorithm): string {
  const digest = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', token, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
