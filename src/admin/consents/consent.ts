import type { Application } from '../../oauth/stores/applications.js';

/** What one person has allowed one application. */
export interface ConsentRecord {
  user: { id: string; name: string | null };
  application: Pick<Application, 'id' | 'clientId' | 'name' | 'redirectUris' | 'metadata'>;
  /** All allowed scopes, of every API. */
  scopes: string[];
  /** What of it is for other APIs than this server, by their resource indicators. */
  resources: { resource: string; scopes: string[] }[];
  createdAt: Date;
  updatedAt: Date;
  /** Whether tokens told the application by what subject it knows the person. */
  told: boolean;
}

export interface ConsentFilter {
  /** Undefined: anyone's. */
  userId?: string | undefined;
  /** Undefined: to any application. */
  applicationId?: string | undefined;
}

/** Where a record stands in a list. */
export interface ConsentPosition {
  applicationId: string;
  userId: string;
}
