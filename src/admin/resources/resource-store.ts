import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

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

/** The protected resources. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class ResourceStore {
  /**
   * Undefined when its owner has `max` already, however many are made at once.
   * @throws Conflict when the identifier is another's
   */
  abstract create(resource: NewResource, max: number, by: DoneBy): Promise<ResourceRecord | undefined>;

  /** Newest first, of one owner or all; one more than the page holds if there are more. */
  abstract list(ownerId: string | undefined, page: PageRequest): Promise<ResourceRecord[]>;

  abstract find(id: string): Promise<ResourceRecord | undefined>;

  /**
   * Applications that may exchange tokens for it go on to, under its new identifier.
   * @throws Conflict when the identifier is another's
   */
  abstract change(id: string, change: ResourceChange, by: DoneBy): Promise<ResourceRecord | undefined>;

  /** Nothing may be exchanged for it any more, also when it is registered again. False when there is none. */
  abstract delete(id: string, by: DoneBy): Promise<boolean>;

  /** Whose an application is; null: it has no owner. Undefined when there is none. */
  abstract ownerOfApplication(id: string): Promise<string | null | undefined>;
}
