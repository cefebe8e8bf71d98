import type { DoneBy } from '../../protocol/audit-event.js';
import type { Application } from '../../oauth/stores/applications.js';

/** What one person has allowed one application. */
export interface ConsentRecord {
  user: { id: string; name: string | null };
  application: Pick<Application, 'id' | 'clientId' | 'name' | 'redirectUris' | 'metadata'>;
  /** Everything allowed, wherever. */
  scopes: string[];
  /** What of it is for other APIs than this server, by their resource indicators. */
  resources: { resource: string; scopes: string[] }[];
  createdAt: Date;
  updatedAt: Date;
}

export interface ConsentFilter {
  /** Undefined: anyone's. */
  userId?: string | undefined;
  /** Undefined: to any application. */
  applicationId?: string | undefined;
}

/** What people have allowed, to look at and to take back. */
export abstract class ConsentRegister {
  /** By application, then person, latest first; one more than the page holds if there are more. */
  abstract list(filter: ConsentFilter, limit: number, after: ConsentPosition | undefined): Promise<ConsentRecord[]>;

  /**
   * Forgets a consent, audited, and then ends the person's sign-ins to the application, told to every node.
   * @returns false when there was neither
   */
  abstract revoke(userId: string, application: { id: string; clientId: string }, by: DoneBy): Promise<boolean>;
}

/** Where a record stands in a list. */
export interface ConsentPosition {
  applicationId: string;
  userId: string;
}
