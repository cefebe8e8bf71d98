/** A protected resource: an API that accepts this server's tokens (RFC 8707). */
export interface ResourceRecord {
  id: string;
  /** The URI that tokens name as their audience. */
  identifier: string;
  name: string;
  scopes: string[];
  ownerId: string | null;
  /** The application that is this API; null: any of its owner's. */
  applicationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type NewResource = Pick<ResourceRecord, 'identifier' | 'name' | 'scopes' | 'applicationId'> & {
  ownerId: string;
};

export type ResourceChange = Partial<Pick<ResourceRecord, 'identifier' | 'name' | 'scopes' | 'applicationId'>>;
