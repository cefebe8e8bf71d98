import type { Origin } from '../../protocol/origin.js';
import type { SignedIn } from '../authorize/signed-in.js';

/** The name under which this server stands among the APIs that a consent is for. */
export const THIS_SERVER = '';

/** What a person has been shown and has allowed: the scopes for each API, by its resource indicator or `THIS_SERVER`. */
export type Allowed = ReadonlyMap<string, ReadonlySet<string>>;

/** What people have allowed applications. */
export abstract class Consents {
  /** What a person has allowed an application; empty when nothing. */
  abstract of(userId: string, applicationId: string): Promise<Allowed>;

  /**
   * Adds to what is allowed for these APIs, durably and audited.
   * @throws InvalidToken when the session ended meanwhile
   */
  abstract allow(
    by: SignedIn,
    application: { id: string; clientId: string },
    given: { scopes: readonly string[]; apis: readonly string[] },
    origin: Origin,
  ): Promise<void>;
}
