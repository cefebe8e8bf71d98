import type { AccessTokenType } from '../../protocol/client-metadata.js';

/** An API that accepts this server's tokens (RFC 8707). */
export interface ProtectedResource {
  identifier: string;
  scopes: readonly string[];
  ownerId: string | null;
  /** The application that is this API; null: any of its owner's. */
  applicationId: string | null;
  /** The `typ` of the access tokens for it; null: as the application says. */
  accessTokenTyp: AccessTokenType | null;
}

/** The protected resources, from memory where the change feed vouches for it. */
export abstract class ResourceCatalogue {
  abstract byIdentifier(identifier: string): Promise<ProtectedResource | undefined> | ProtectedResource | undefined;
}
