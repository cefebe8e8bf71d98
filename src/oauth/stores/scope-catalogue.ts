export interface CatalogueScope {
  name: string;
  description: string;
  /** Only an admin's credential may carry it. */
  adminOnly: boolean;
  /** Shipped with the server. */
  builtIn: boolean;
}

/** The scopes this server knows. */
export abstract class ScopeCatalogue {
  abstract all(): Promise<ReadonlyMap<string, CatalogueScope>> | ReadonlyMap<string, CatalogueScope>;
}
