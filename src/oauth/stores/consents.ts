import type { Origin } from '../../protocol/origin.js';
import type { SignedIn } from '../authorize/signed-in.js';

/** The name of this server among the APIs of a consent. */
export const THIS_SERVER = '';

/** The scopes that a person was shown and allowed, for each API by its resource indicator or `THIS_SERVER`. */
export type Allowed = ReadonlyMap<string, ReadonlySet<string>>;

/** Consents of people to applications. */
export abstract class Consents {
  /** The scopes that a person has allowed an application since everything of the account last ended; empty if none. */
  abstract of(userId: string, applicationId: string): Promise<Allowed>;

  /**
   * Adds to those of these APIs, durably and audited.
   * @throws InvalidToken when the session ended meanwhile
   */
  abstract allow(
    by: SignedIn,
    application: { id: string; clientId: string },
    given: { scopes: readonly string[]; apis: readonly string[] },
    origin: Origin,
  ): Promise<void>;
}
