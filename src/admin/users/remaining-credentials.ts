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

/**
 * An application of a person that gets tokens, or changes its registration, without them, or that others have allowed. A
 * disabled one has secrets or a registration access token, which work again once it is enabled.
 */
export interface RemainingApplication {
  id: string;
  clientId: string;
  name: string;
  disabled: boolean;
  /** How many secrets it has. */
  secrets: number;
  /** When one of them was last used. */
  lastUsedAt: Date | null;
}

/** What a person has allowed an application, which comes back for it without asking. */
export interface RemainingConsent {
  clientId: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  updatedAt: Date;
}

export interface RemainingCredentials {
  apiKeys: readonly RemainingKey[];
  applications: readonly RemainingApplication[];
  consents: readonly RemainingConsent[];
}
