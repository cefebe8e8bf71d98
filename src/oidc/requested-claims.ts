import type { PersonalClaim } from '../protocol/claims.js';

/** The userinfo claims that the authorization requests of sign-ins named. They never change, so they are cached. */
export abstract class RequestedClaims {
  abstract of(signInId: string): Promise<readonly PersonalClaim[]> | readonly PersonalClaim[];
}
