import type { DoneBy } from '../../protocol/audit-event.js';

/** A live API key of a person. */
export interface RemainingKey {
  /** `key_…` */
  id: string;
  name: string;
  /** The last four characters. */
  hint: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** An application of a person that gets tokens, or changes its registration, without them. */
export interface RemainingApplication {
  id: string;
  clientId: string;
  name: string;
  /** How many secrets it has. */
  secrets: number;
  /** When one of them was last used. */
  lastUsedAt: Date | null;
}

export interface RemainingCredentials {
  apiKeys: readonly RemainingKey[];
  applications: readonly RemainingApplication[];
}

/** What works on where a person's sign-ins and sessions have ended. */
export abstract class RemainingCredentialsStore {
  /** The newest hundred of each. */
  abstract of(userId: string): Promise<RemainingCredentials>;

  /**
   * Ends it all, however much it is, atomically and audited: API keys are revoked, applications disabled and left
   * without secrets and registration access token. What was left until then.
   */
  abstract end(userId: string, by: DoneBy): Promise<RemainingCredentials>;
}
