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
