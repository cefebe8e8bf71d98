import type { Made } from '../../access/made-by.js';
import type { AccessTokenType } from '../../protocol/client-metadata.js';

/** A protected resource: an API that accepts this server's tokens (RFC 8707). */
export interface ResourceRecord extends Made {
  id: string;
  /** The URI that tokens name as their audience. */
  identifier: string;
  name: string;
  scopes: string[];
  ownerId: string | null;
  /** The application that is this API; null: any of its owner's. */
  applicationId: string | null;
  /** The `typ` of the access tokens for it; null: as the application says. */
  accessTokenTyp: AccessTokenType | null;
  createdAt: Date;
  updatedAt: Date;
}

export type NewResource = Pick<
  ResourceRecord,
  'identifier' | 'name' | 'scopes' | 'applicationId' | 'accessTokenTyp' | 'madeBy'
> & {
  ownerId: string;
};

export type ResourceChange = Partial<
  Pick<ResourceRecord, 'identifier' | 'name' | 'scopes' | 'applicationId' | 'accessTokenTyp'>
>;
