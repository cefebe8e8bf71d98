/** Which list: of an account, an application or an API key, by its id. */
export interface ListOf {
  kind: 'user' | 'application' | 'api-key';
  id: string;
}

export interface WhitelistEntry {
  id: string;
  /** Canonical. */
  cidr: string;
  note: string;
  createdAt: Date;
}

/** Sees the networks a list would have, and throws to refuse. */
export type Judge = (networks: readonly string[]) => void;
