import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

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

/**
 * The entries of IP whitelists. Every act is atomic, audited, and known to all nodes within the change feed's bound;
 * of one list's changes each sees what the one before it left.
 */
export abstract class WhitelistStore {
  /** Whose thing it is; null: nobody's. Undefined when there is no such account, application or key. */
  abstract ownerOf(list: ListOf): Promise<string | null | undefined>;

  /** Newest first; one row more than the page holds if there are more. */
  abstract entries(list: ListOf, page: PageRequest): Promise<WhitelistEntry[]>;

  /** All of them. */
  abstract whole(list: ListOf): Promise<WhitelistEntry[]>;

  /**
   * Undefined when what the list belongs to is gone.
   * @throws Conflict for an entry that is there already
   */
  abstract add(
    list: ListOf,
    entry: { cidr: string; note: string },
    judge: Judge,
    by: DoneBy,
  ): Promise<WhitelistEntry | undefined>;

  /** False when there is no such entry on the list. */
  abstract remove(list: ListOf, entryId: string, judge: Judge, by: DoneBy): Promise<boolean>;
}
