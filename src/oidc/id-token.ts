import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import type { TokenSet } from '../oauth/tokens/token-issuer.js';
import { KeyRing, type SigningAlgorithm } from '../oauth/tokens/key-ring.js';

/** Says who signed in, to the application they signed in to. */
@Injectable()
export class IdTokens {
  constructor(
    private readonly settings: Settings,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /**
   * The id_token that goes with a token set, or undefined where nobody signed in.
   * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
   */
  issue(tokens: TokenSet, clientId: string): string | undefined {
    const { signIn, accessToken, expiresIn, scope } = tokens;
    if (signIn === undefined) return undefined;
    const now = this.clock.now();
    const iat = Math.floor(now.getTime() / 1000);
    const scopes = new Set(scope.split(' '));
    const { user } = signIn;
    const alg = this.settings.signingAlg;
    const claims = {
      iss: this.settings.issuer,
      sub: user.id,
      aud: clientId,
      iat,
      exp: iat + expiresIn,
      auth_time: Math.floor(signIn.authenticatedAt.getTime() / 1000),
      amr: signIn.amr,
      sid: signIn.id,
      nonce: signIn.request?.nonce,
      at_hash: halfHash(accessToken, alg),
      ...(scopes.has('email') ? { email: user.email } : {}),
      ...(scopes.has('profile')
        ? { name: user.name ?? undefined, preferred_username: user.username ?? undefined }
        : {}),
    };
    return this.keys.sign('JWT', claims, alg, now);
  }
}

/**
 * The left half of the hash that the signature uses.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken (at_hash)
 */
function halfHash(token: string, alg: SigningAlgorithm): string {
  const hash = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
    .update(token)
    .digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}
