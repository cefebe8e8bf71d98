import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

export interface ScopeRecord {
  name: string;
  description: string;
  /** Only an admin's credential may carry it. */
  adminOnly: boolean;
  /** Shipped with the server. */
  builtIn: boolean;
  createdAt: Date;
}

export interface ScopeChange {
  description?: string | undefined;
  adminOnly?: boolean | undefined;
}

/** What carries a scope now, and keeps it from being deleted. */
export interface ScopeUses {
  applications: number;
  apiKeys: number;
  resources: number;
}

export type ScopeDeletion = { outcome: 'deleted' | 'unknown' | 'built-in' } | ({ outcome: 'in-use' } & ScopeUses);

/** The catalogue, to be changed. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class ScopeStore {
  /** @throws Conflict when there is one of that name */
  abstract create(scope: Pick<ScopeRecord, 'name' | 'description' | 'adminOnly'>, by: DoneBy): Promise<ScopeRecord>;

  /** By name; one more than the page holds if there are more. */
  abstract list(page: PageRequest): Promise<ScopeRecord[]>;

  abstract find(name: string): Promise<ScopeRecord | undefined>;

  abstract change(name: string, change: ScopeChange, by: DoneBy): Promise<ScopeRecord | undefined>;

  /** Deletes a scope that was not shipped with the server and that nothing carries. */
  abstract delete(name: string, by: DoneBy): Promise<ScopeDeletion>;
}
