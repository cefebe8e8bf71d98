import type { AccessTokenClaims } from '../tokens/access-token.js';
import type { Application, RevokedBy } from './applications.js';

/** Whether verified access tokens are still valid. */
export abstract class AccessTokenStatus {
  /**
   * Answered from memory while the change feed is current; from the database if the feed has been silent for longer
   * than two seconds.
   */
  abstract isLive(claims: AccessTokenClaims): boolean | Promise<boolean>;

  /**
   * The account of a sign-in's token. A pairwise subject does not identify it here, so it is read from the sign-in once and
   * cached. Undefined if an application acts for itself, or the sign-in is gone.
   */
  abstract accountOf(claims: AccessTokenClaims): string | undefined | Promise<string | undefined>;

  /** Revokes one access token of this application, durably before it returns. @throws TooManyRequests */
  abstract revoke(claims: AccessTokenClaims, application: Application, by: RevokedBy): Promise<void>;
}
