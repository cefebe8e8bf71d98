export interface CatalogueScope {
  name: string;
  description: string;
  /** Whether it is reserved for an admin's credentials. */
  adminOnly: boolean;
  /** Shipped with the server. */
  builtIn: boolean;
}

/** Whether a scope is one of the APIs here: not of signing in or of this server's own administration, nor reserved for admins. */
export function isOfApi({ builtIn, adminOnly }: CatalogueScope): boolean {
  return !builtIn && !adminOnly;
}

/** The scopes that this server knows. */
export abstract class ScopeCatalogue {
  abstract all(): Promise<ReadonlyMap<string, CatalogueScope>> | ReadonlyMap<string, CatalogueScope>;
}
