export interface CatalogueScope {
  name: string;
  description: string;
  /** Whether it is reserved for an admin's credentials. */
  adminOnly: boolean;
  /** Shipped with the server. */
  builtIn: boolean;
}

/** The scopes that this server knows. */
export abstract class ScopeCatalogue {
  abstract all(): Promise<ReadonlyMap<string, CatalogueScope>> | ReadonlyMap<string, CatalogueScope>;
}
