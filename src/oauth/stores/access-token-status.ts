import type { AccessTokenClaims } from '../tokens/access-token.js';
import type { RevokedBy } from './applications.js';

/** Whether genuine access tokens still hold. */
export abstract class AccessTokenStatus {
  /**
   * From memory while the change feed is fresh; from the database when the feed has been silent for longer
   * than the stated bound of two seconds.
   */
  abstract isLive(claims: AccessTokenClaims): boolean | Promise<boolean>;

  /**
   * The account that a sign-in's token is about. A pairwise subject names it to nobody but its application: then it is
   * the sign-in's, asked once and remembered. Undefined where an application acts for itself, or the sign-in is gone.
   */
  abstract accountOf(claims: AccessTokenClaims): string | undefined | Promise<string | undefined>;

  /** Kills one access token, durably before it returns. */
  abstract revoke(claims: AccessTokenClaims, by: RevokedBy): Promise<void>;
}
