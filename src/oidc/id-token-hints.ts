import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { Settings } from '../config/settings.js';
import { type HintedSignIn, IdTokenHints } from '../oauth/authorize/id-token-hint.js';
import { isForAccess } from '../oauth/tokens/access-token.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';

@Injectable()
export class OwnIdTokenHints extends IdTokenHints {
  constructor(
    private readonly ring: KeyRing,
    private readonly settings: Settings,
  ) {
    super();
  }

  async read(idToken: string): Promise<HintedSignIn | undefined> {
    const claims = (await this.ring.verify('JWT', idToken)) ?? {};
    const { iss, sub, aud, exp, iat, sid, auth_time: authTime } = claims;
    // a signed userinfo answer has no `exp`
    if (isForAccess(claims) || iss !== this.settings.issuer || typeof exp !== 'number') return undefined;
    if (typeof sub !== 'string' || typeof aud !== 'string' || typeof iat !== 'number') return undefined;
    return {
      clientId: aud,
      subject: sub,
      sid: typeof sid === 'string' ? sid : undefined,
      issuedAt: new Date(iat * 1000),
      authenticatedAt: typeof authTime === 'number' ? new Date(authTime * 1000) : undefined,
    };
  }

  mayBeOfLongAgo(idToken: string): boolean {
    try {
      const { kid } = decodeProtectedHeader(idToken);
      const isHere = this.ring.jwks().keys.some((key) => key.kid === kid);
      return kid !== undefined && !isHere && decodeJwt(idToken).iss === this.settings.issuer;
    } catch {
      return false;
    }
  }
}
