/** An API that accepts this server's tokens (RFC 8707). */
export interface ProtectedResource {
  identifier: string;
  scopes: readonly string[];
}

/** The protected resources, from memory where the change feed vouches for it. */
export abstract class ResourceCatalogue {
  abstract byIdentifier(identifier: string): Promise<ProtectedResource | undefined> | ProtectedResource | undefined;
}
