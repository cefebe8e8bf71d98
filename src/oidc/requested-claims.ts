import type { PersonalClaim } from '../protocol/claims.js';

/** What the authorization requests of sign-ins asked userinfo for by name. It never changes, so it is remembered. */
export abstract class RequestedClaims {
  abstract of(signInId: string): Promise<readonly PersonalClaim[]> | readonly PersonalClaim[];
}
