import type { Origin } from '../../protocol/origin.js';
import type { SignedIn } from '../authorize/next-step.js';

/** What people have allowed applications. */
export abstract class Consents {
  /** The scopes a person has allowed an application; empty when none. */
  abstract scopesOf(userId: string, applicationId: string): Promise<readonly string[]>;

  /**
   * Adds to what is allowed, durably and audited.
   * @throws InvalidToken when the session ended meanwhile
   */
  abstract allow(
    by: SignedIn,
    application: { id: string; clientId: string },
    scopes: readonly string[],
    origin: Origin,
  ): Promise<void>;
}
