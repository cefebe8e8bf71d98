import type { PersonalClaim } from '../protocol/claims.js';

/** What a sign-in asked for when it began. */
export interface Requested {
  /** The userinfo claims that its authorization request named. */
  claims: readonly PersonalClaim[];
  /** The scopes that it was granted. */
  scopes: readonly string[];
}

/** What sign-ins asked for. It never changes, so it is cached. */
export abstract class RequestedClaims {
  abstract of(signInId: string): Promise<Requested> | Requested;
}
