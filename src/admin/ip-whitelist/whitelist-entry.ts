/** Which list: of an account, an application or an API key, by its id. */
export interface ListOf {
  kind: 'user' | 'application' | 'api-key';
  id: string;
}

/** Where the thing comes from that a list belongs to. */
export interface OriginOfListed {
  /** Null: none. */
  ownerId: string | null;
  /** The `client_id` of the application that made it for its owner. */
  madeBy: string | null;
}

export interface WhitelistEntry {
  id: string;
  /** Canonical. */
  cidr: string;
  note: string;
  createdAt: Date;
}

/** Sees the networks a list has and those it would have, and throws to refuse. */
export type Judge = (present: readonly string[], next: readonly string[]) => void;
